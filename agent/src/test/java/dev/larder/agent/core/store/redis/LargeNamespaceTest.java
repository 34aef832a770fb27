package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Evictions among very many keys, those of others among them. */
@Timeout(180)
final class LargeNamespaceTest {

    private static final int MANY = 1_000_000;
    private static final int THEIRS = 10_000;

    /** Made by one call: a script of a million steps would stop the server for longer than its health is trusted. */
    private static final int BATCH = 20_000;

    private static final String FILL = "for i = ARGV[2], ARGV[3] do redis.call('HSET', ARGV[1] .. i, 'v:f1', 'x') end";

    private RedisServer server;
    private RedisConnector connector;
    private RemoteStore store;

    @BeforeEach
    void connect() throws StoreException {
        server = RedisServer.start();
        connector = Connectors.to(server.url()).lease(Duration.ofMinutes(5)).make();
        store = connector.connect(new RecordingListener());
    }

    @AfterEach
    void disconnect() {
        connector.close();
        server.close();
    }

    @Test
    void h71_evictionOfAMillionKeys_isGentleAndThoroughAndMindsItsOwn() throws StoreException {
        fill("shop:many:", MANY);
        fill("shopping:", THEIRS);
        List<Lease> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(((Claim.Granted) store.claim(id("slow" + i), budget())).lease());
        }
        server.command("CONFIG", "SET", "slowlog-log-slower-than", "10000");
        server.command("CONFIG", "SET", "slowlog-max-len", "10000");
        server.command("SLOWLOG", "RESET");
        server.command("CONFIG", "RESETSTAT");

        long evicted = store.evict(Eviction.ofPattern(Eviction.EVERYTHING), budget());

        String stats = (String) server.command("INFO", "commandstats");
        long slowCommands = (Long) server.command("SLOWLOG", "LEN");
        assertThat(evicted).isEqualTo(MANY + 20);
        assertThat(server.command("DBSIZE")).isEqualTo(THEIRS + 1L); // and the version of the namespace
        assertThat(stats).doesNotContain("cmdstat_keys").doesNotContain("cmdstat_flush");
        // That few at once are asked for is what keeps each short. One in a thousand may meet a busy machine.
        assertThat(callsOf("scan", stats)).isGreaterThan(MANY / 1_000);
        assertThat(callsOf("unlink", stats)).isGreaterThan(MANY / 1_000);
        assertThat(slowCommands).as("commands over 10 ms, of%n%s", stats).isLessThanOrEqualTo(MANY / 500 / 1_000 + 2);
        for (Lease lease : slow) {
            assertThat(lease.store(CacheStoreContract.entry("old"), 60_000, budget()))
                    .isFalse();
        }
        assertThat(store.lookup(id("many:" + MANY), budget())).isEqualTo(Lookup.ABSENT);
    }

    private void fill(String prefix, int count) {
        for (int from = 1; from <= count; from += BATCH) {
            int to = Math.min(from + BATCH - 1, count);
            server.command("EVAL", FILL, "0", prefix, Integer.toString(from), Integer.toString(to));
        }
        assertThat(server.command("EXISTS", prefix + 1, prefix + count)).isEqualTo(2L);
    }

    private static long callsOf(String command, String stats) {
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                .map(line -> line.substring(line.indexOf('=') + 1, line.indexOf(',')))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static EntryId id(String key) {
        return new EntryId(key, "f1");
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }
}
