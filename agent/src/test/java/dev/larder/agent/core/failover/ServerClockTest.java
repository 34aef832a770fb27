package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A server whose clock is set back by an hour. Its clock cannot be set here, so the other side of the comparison is: the
 * clock of this process goes forward by an hour. What scripts see of a lease or a hold-off from before is written as it is then.
 */
final class ServerClockTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong ahead = new AtomicLong();
    private final Ticker ticker = () -> System.nanoTime() + ahead.get();

    @AutoClose
    private final RedisServer server = RedisServer.start();

    private final AgentConfig config = Configs.over(RedisConfig.at(server.url()));

    @AutoClose
    private final FailoverStore store = over(ticker);

    private FailoverStore over(Ticker on) {
        FailoverStore made = FailoverStore.over(
                RedisConnector.create(config, on, nanos -> {}),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), on),
                config.redis(),
                AgentThreads.background(),
                on);
        made.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> made.status().mode() == Mode.REDIS);
        return made;
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }

    private static EntryId id(String key) {
        return new EntryId(key, "f");
    }

    private static boolean has(FailoverStore at, String key) throws StoreException {
        return at.lookup(id(key), budget()) instanceof Lookup.Fresh;
    }

    private static void put(FailoverStore at, String key) throws StoreException {
        Claim.Granted granted = (Claim.Granted) at.claim(id(key), budget());
        assertThat(granted.lease()
                        .store(
                                CacheStoreContract.entry("v"),
                                Duration.ofMinutes(1).toMillis(),
                                budget()))
                .isTrue();
    }

    @Test
    void h72_clockSetBackByAnHour_noProcessServesWhatWouldOutliveItsTtl() throws StoreException {
        try (FailoverStore other = over(Ticker.system())) {
            put(store, "k");
            assertThat(has(other, "k")).isTrue();

            ahead.set(HOUR.toNanos());

            await().atMost(Duration.ofSeconds(20)).until(() -> !has(other, "k"));
            await().atMost(Duration.ofSeconds(20)).until(() -> store.status().mode() == Mode.REDIS);
            put(store, "k");
            assertThat(has(store, "k")).isTrue();
        }
    }

    @Test
    void h72_leaseFromBeforeTheClockWasSetBack_keepsNobodyWaiting() throws StoreException {
        Claim held = store.claim(id("k"), budget());
        assertThat(held).isInstanceOf(Claim.Granted.class);
        assertThat(store.claim(id("k"), budget())).isInstanceOf(Claim.Held.class);
        String lease = String.valueOf(server.command("HGET", "shop:k", "lease"));
        String token = lease.substring(0, lease.lastIndexOf(':'));
        server.command("HSET", "shop:k", "lease", token + ":" + (System.currentTimeMillis() + HOUR.toMillis()));

        assertThat(store.claim(id("k"), budget())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void h72_holdOffFromBeforeTheClockWasSetBack_holdsNothingOff() throws StoreException {
        server.command("HSET", "shop:k", "hold", String.valueOf(System.currentTimeMillis() + HOUR.toMillis()));

        assertThat(store.claim(id("k"), budget())).isInstanceOf(Claim.Granted.class);
    }
}
