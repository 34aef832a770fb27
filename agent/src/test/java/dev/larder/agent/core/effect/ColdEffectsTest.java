package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.fixtures.Silent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What a method that returns a {@code Mono} or a {@code Flux} does to the cache. */
@Silent
@Timeout(30)
final class ColdEffectsTest {

    private final JournalStore store = new JournalStore();
    private final World world = World.over(store);
    private final MethodEffects method = world.with(
            List.of(evict(EvictPhase.BEFORE, Texts.of("before")), evict(EvictPhase.AFTER_SUCCESS, Texts.of("after"))),
            put(Texts.of("put")));

    private Mono<?> mono(Mono<?> source) throws Exception {
        return (Mono<?>) call(method, Mono.class, () -> source);
    }

    @Test
    void effects_beginWithTheCall_andEndWhenASubscriptionSucceeds() throws Exception {
        List<String> heard = store.heard;
        AtomicReference<List<String>> whenTold = new AtomicReference<>();

        Mono<?> given = mono(Mono.fromSupplier(() -> "value"));

        assertThat(heard).containsExactly("evict [before][][]", "takeOver put");
        assertThat(given.doOnNext(value -> whenTold.set(List.copyOf(heard))).block())
                .isEqualTo("value");
        assertThat(whenTold.get())
                .containsExactly("evict [before][][]", "takeOver put", "store put", "evict [after][][]");
    }

    @Test
    void furtherSubscription_isARunOfItsOwn() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Mono<?> given = mono(Mono.fromSupplier(() -> "of run " + runs.incrementAndGet()));
        given.block();
        int first = store.heard.size();

        assertThat(given.block()).isEqualTo("of run 2");

        assertThat(store.heard.subList(first, store.heard.size())).isEqualTo(store.heard.subList(0, first));
        assertThat(world.read("put", () -> "loaded")).isEqualTo("of run 2");
    }

    @Test
    void workThatFails_putsAndEvictsNothing() throws Exception {
        IllegalStateException theirs = new IllegalStateException("theirs");
        assertThatThrownBy(() -> mono(Mono.error(theirs)).block()).isSameAs(theirs);
        assertThat(store.heard).containsExactly("evict [before][][]", "takeOver put", "release put");
    }

    @Test
    void flux_evictsAfterItsLastElement_andBeforeItsEnd() throws Exception {
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("after")));
        Flux<?> given = (Flux<?>) call(evicting, Flux.class, () -> Flux.range(0, 20_000));
        List<String> heard = store.heard;
        AtomicReference<String> seen = new AtomicReference<>("");

        given.doOnNext(element -> seen.set(heard.size() + " at " + element))
                .doOnComplete(() -> seen.updateAndGet(last -> last + ", " + heard.size() + " at the end"))
                .blockLast();

        assertThat(seen).hasValue("0 at 19999, 1 at the end");
        assertThat(heard).containsExactly("evict [after][][]");
    }

    @Test
    void fluxThatIsLeft_evicts() throws Exception {
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("after")));
        Flux<?> given = (Flux<?>) call(evicting, Flux.class, () -> Flux.range(0, 20_000));

        assertThat(given.blockFirst()).isEqualTo(0);

        assertThat(store.heard).contains("evict [after][][]");
    }

    /** What the work has done by then is unknown. */
    @Test
    void subscriberThatCancels_cancelsTheWork_andEvicts() throws Exception {
        Sinks.One<String> work = Sinks.one();
        AtomicInteger cancelled = new AtomicInteger();

        mono(work.asMono().doOnCancel(cancelled::incrementAndGet)).subscribe().dispose();

        assertThat(cancelled).hasValue(1);
        assertThat(store.heard)
                .anyMatch(heard -> heard.startsWith("evict [") && heard.contains("after") && heard.contains("put"));
        assertThat(store.heard).noneMatch(heard -> heard.startsWith("store"));
    }
}
