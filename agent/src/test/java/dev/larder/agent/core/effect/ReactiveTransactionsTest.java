package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.ReactiveTransactionLog;
import dev.larder.agent.fixtures.Silent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Effects inside of a transaction that goes with Reactor's context. What is loaded before its end is the old row. */
@Silent
@Timeout(30)
final class ReactiveTransactionsTest {

    private final JournalStore store = new JournalStore();
    private final World world = World.over(store);
    private final ReactiveTransactionLog transactions = new ReactiveTransactionLog(store.heard);

    @Test
    void eviction_takesPlaceAgainAfterTheCommit() throws Exception {
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7")));
        Mono<?> work = (Mono<?>) call(evicting, Mono.class, () -> Mono.just("done"));

        assertThat(transactions.around(work).block()).isEqualTo("done");

        assertThat(store.heard).containsExactly("evict [shop:7][][]", "commit", "evict [shop:7][][]");
    }

    @Test
    void keyOfTheResult_isEvictedAgainAfterTheCommit() throws Exception {
        MethodEffects evicting =
                world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofResult(result -> "shop:" + result)));
        Mono<?> work = (Mono<?>) call(evicting, Mono.class, () -> Mono.just(7));

        transactions.around(work).block();

        assertThat(store.heard).containsExactly("evict [shop:7][][]", "commit", "evict [shop:7][][]");
    }

    @Test
    void rollback_evictsAsWell() throws Exception {
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7")));
        Flux<?> work = (Flux<?>) call(evicting, Flux.class, () -> Flux.just(1, 2));

        assertThatThrownBy(() -> transactions
                        .around(work.then(Mono.error(new IllegalStateException("theirs"))))
                        .block())
                .hasMessage("theirs");

        assertThat(store.heard).containsExactly("evict [shop:7][][]", "rollback", "evict [shop:7][][]");
    }

    @Test
    void put_isAnEviction() throws Exception {
        MethodEffects putting = world.with(List.of(), put(Texts.of("shop:7")));
        Mono<?> work = (Mono<?>) call(putting, Mono.class, () -> Mono.just("new"));

        transactions.around(work).block();

        assertThat(store.heard).noneMatch(heard -> heard.startsWith("store"));
        assertThat(store.heard).endsWith("commit", "evict [shop:7][][]");
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("loaded");
    }

    /** As without a transaction. The threads that wait for Redis must come back, whatever the application's code does. */
    @Test
    void f49_templatesOfTheResult_areReadOnTheThreadThatEndsTheWork() throws Exception {
        List<String> readers = new CopyOnWriteArrayList<>();
        Template ofResult = Texts.ofResult(result -> {
            readers.add(Thread.currentThread().getName());
            return "shop:" + result;
        });
        MethodEffects evicting =
                World.over(new ForwardingStore() {}).evicting(evict(EvictPhase.AFTER_SUCCESS, ofResult));
        Sinks.One<String> end = Sinks.one();
        Mono<?> work = (Mono<?>) call(evicting, Mono.class, end::asMono);
        CompletableFuture<?> given = transactions.around(work).toFuture();

        new Thread(() -> end.tryEmitValue("7"), "ending").start();

        assertThat(given.get(20, TimeUnit.SECONDS)).isEqualTo("7");
        assertThat(readers).containsExactly("ending");
    }
}
