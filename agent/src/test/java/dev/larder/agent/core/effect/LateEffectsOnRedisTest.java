package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who completes a future does not wait for Redis. */
@Silent
@Timeout(60)
final class LateEffectsOnRedisTest {

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
