package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who watch Redis hear of a batch that is late. */
@Silent
@Timeout(60)
final class LateBatchTest {

    /** Otherwise one such batch would look like many slow calls, and the process would leave a Redis that is well. */
    @Test
    void answersOfOneBatchAreLate_countOnce() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(server.port());
                RedisConnector connector = RedisConnector.create(config(proxy.url()), Ticker.system(), nanos -> {})) {
            List<PendingStore> stores = new ArrayList<>();
            Budget within = new Budget(Ticker.system(), Duration.ofMillis(20));
            List<Claim> claims = claims(connector.connect(listener));
            proxy.hold(FaultProxy.Direction.TO_CLIENT);
            StoresTogether together = new StoresTogether();
            for (Claim claim : claims) {
                StoredEntry entry = new StoredEntry.Encoded(new byte[] {1});
                stores.add(((Claim.Granted) claim).lease().startStore(entry, 60_000, 0, together, within));
            }
            together.send(within);

            for (PendingStore pending : stores) {
                assertThatThrownBy(() -> pending.await(within)).isInstanceOf(StoreException.class);
            }
            assertThat(listener.events()).hasSizeLessThanOrEqualTo(1); // none if this process was too busy to read
        }
    }

    private static List<Claim> claims(CacheStore store) throws StoreException {
        List<EntryId> entries = IntStream.range(0, 20)
                .mapToObj(i -> new EntryId("user:" + i, "fp", List.of(), null))
                .toList();
        return store.claimAll(entries, new Budget(Ticker.system(), Duration.ofSeconds(10)));
    }

    private static AgentConfig config(String url) {
        AgentConfig defaults = AgentConfig.defaults();
        return new AgentConfig(
                true,
                "shop",
                RedisConfig.at(url),
                defaults.memory(),
                defaults.load(),
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
    }
}
