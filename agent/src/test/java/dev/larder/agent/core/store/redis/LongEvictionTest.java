package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An eviction of so many names that it takes longer than its notice lasts. */
@Timeout(120)
final class LongEvictionTest {

    /** Less than the 2 s that one step may take. */
    private static final Duration ROUND_TRIP = Duration.ofMillis(1_800);

    /** The notice is removed in the last one, longer after the first than it lasts. */
    private static final int ROUND_TRIPS = 7;

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = FaultProxy.to(server.port());

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    /** Each name is counted where Redis removes it: by {@code UNLINK} for a hundred, or in a script for one. */
    @ParameterizedTest
    @CsvSource({"0, 10000, unlink, 100", "1, 1000, evalsha, 1"})
    void evictionOfManyRoundTrips_takesOnePass(
            int holdOffMinutes, int namesInARoundTrip, String command, int namesInACommand) throws StoreException {
        RedisConnector connector = Connectors.to(proxy.url())
                .holdOff(Duration.ofMinutes(holdOffMinutes))
                .make();
        try {
            RemoteStore store = connector.connect(new RecordingListener());
            EntryId first = new EntryId("n:0", "f1");
            ((Claim.Granted) store.claim(first, budget()))
                    .lease()
                    .store(CacheStoreContract.entry("old"), 600_000, budget());
            int count = (ROUND_TRIPS - 1) * namesInARoundTrip + 1;
            Set<String> names = new HashSet<>();
            IntStream.range(0, count).forEach(n -> names.add("n:" + n));
            long before = server.calls(command);
            proxy.delayAnswers(ROUND_TRIP);
            long start = System.nanoTime();

            long removed = store.evict(Eviction.ofKeys(names), budget());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Notices.LASTS);
            assertThat(removed).isEqualTo(1);
            assertThat((server.calls(command) - before) / (count / namesInACommand))
                    .as("passes")
                    .isEqualTo(1);
            assertThat(store.lookup(first, budget())).isEqualTo(Lookup.ABSENT);
            assertThat(server.command("EXISTS", "shop#\u0002")).isEqualTo(0L);
        } finally {
            connector.close();
        }
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(20));
    }
}
