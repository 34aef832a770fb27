package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Subscribers that leave before the end: what they read next is to be new, where their thread may wait for the eviction. */
@Timeout(30)
final class LeavingSubscribersTest {

    private final List<String> log = new CopyOnWriteArrayList<>();

    /** Has to be waited for. */
    private final World world = World.over(new ForwardingStore() {
        @Override
        public long evict(Eviction eviction, Budget budget) throws StoreException {
            log.add("evicted by " + Thread.currentThread().getName());
            return super.evict(eviction, budget);
        }
    });

    private final MethodEffects method = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7")));
    private final String here = "evicted by " + Thread.currentThread().getName();

    private Flux<?> flux() throws Exception {
        Flux<Integer> source = Flux.range(0, 3).doOnCancel(() -> log.add("cancelled"));
        return (Flux<?>) call(method, Flux.class, () -> source);
    }

    private Mono<?> mono() throws Exception {
        Mono<Object> source = Mono.never().doOnCancel(() -> log.add("cancelled"));
        return (Mono<?>) call(method, Mono.class, () -> source);
    }

    @Test
    void fluxThatIsLeft_isEvictedBeforeItsSubscriberGoesOn() throws Exception {
        assertThat(flux().blockFirst()).isEqualTo(0);
        assertThat(log).containsExactly("cancelled", here);
        assertThat(flux().take(1).next().block()).isEqualTo(0);
        assertThat(log).containsSubsequence("cancelled", here, "cancelled", here);
    }

    @Test
    void monoThatIsLeft_isEvictedBeforeItsSubscriberGoesOn() throws Exception {
        mono().subscribe().dispose();
        assertThat(log).startsWith("cancelled").contains(here);
    }

    @Test
    void threadOfReactor_doesNotWait() throws Exception {
        flux().next().subscribeOn(Schedulers.parallel()).block();
        evictedByLarder();
    }

    /** Of a driver that is none of Reactor's. */
    @Test
    void threadOfNetty_doesNotWait() throws Exception {
        Flux<?> flux = flux();
        new FastThreadLocalThread(() -> flux.blockFirst(), "loop").start();
        evictedByLarder();
    }

    private void evictedByLarder() {
        Awaitility.await().until(() -> log.stream().anyMatch(line -> line.startsWith("evicted")));
        assertThat(log).filteredOn(line -> line.startsWith("evicted")).allMatch(line -> line.contains("larder"));
    }
}
