package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who completes a future does not wait for Redis, and what waits for Redis runs no code of the application. */
@Silent
@Timeout(60)
final class LateEffectsOnRedisTest {

    /** Also not a clock that ends many futures at their deadlines. */
    @Test
    void f48_callerGivesUp_whileTheStoreIsHeld_doesNotWait() throws Exception {
        CountDownLatch mayEvict = new CountDownLatch(1);
        CountDownLatch evicted = new CountDownLatch(1);
        AtomicBoolean isPatient = new AtomicBoolean();
        World world = World.over(new ForwardingStore() {
            @Override
            public long evict(Eviction eviction, Budget budget) throws StoreException {
                try {
                    isPatient.set(mayEvict.await(5, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                evicted.countDown();
                return super.evict(eviction, budget);
            }
        });
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7")));
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<?> given = (CompletableFuture<?>) call(evicting, CompletableFuture.class, () -> work);
        assertThat(given.cancel(true)).isTrue();
        mayEvict.countDown();
        assertThat(evicted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(isPatient).isTrue();
        assertThat(work).isCancelled();
    }

    @Test
    void f48_templatesOfTheResult_areReadOnTheThreadThatCompletesTheFuture() throws Exception {
        World world = World.over(new ForwardingStore() {});
        List<String> readers = new CopyOnWriteArrayList<>();
        Template ofResult = Texts.ofResult(result -> {
            readers.add(Thread.currentThread().getName());
            return "shop:" + result;
        });
        MethodEffects method = world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, ofResult)), put(ofResult));
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<?> given = (CompletableFuture<?>) call(method, CompletableFuture.class, () -> work);
        new Thread(() -> work.complete("7"), "completing").start();
        assertThat(given.get(20, TimeUnit.SECONDS)).isEqualTo("7");
        assertThat(readers).hasSize(2).containsOnly("completing");
    }

    @Test
    void workThatEnds_whileRedisIsHeld_doesNotWait_andItsCallerIsToldAfterTheEviction() throws Exception {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(server.port());
                RedisConnector connector =
                        RedisConnector.create(Configs.over(proxy.url()), Ticker.system(), nanos -> {})) {
            World world = World.over(connector.connect(new RecordingListener()));
            MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7")));
            assertThat(world.read("shop:7", () -> "old")).isEqualTo("old");
            CompletableFuture<String> work = new CompletableFuture<>();
            CompletableFuture<?> given = (CompletableFuture<?>) call(evicting, CompletableFuture.class, () -> work);
            CompletableFuture<String> dependent =
                    given.thenApply(value -> Thread.currentThread().getName());

            proxy.hold(FaultProxy.Direction.TO_CLIENT);
            work.complete("done");
            assertThat(given).isNotDone();

            proxy.heal();
            assertThat(given.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(dependent.get(20, TimeUnit.SECONDS)).doesNotContain("larder", "netty");
            assertThat(world.read("shop:7", () -> "new")).isEqualTo("new");
        }
    }
}
