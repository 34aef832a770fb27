package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.SlotMove;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads and evictions whose keys move from server to server, and whose scripts are forgotten, all the time. */
@Timeout(120)
final class ReshardingTest {

    private static final int THREADS = 3;
    private static final int KEYS = 4;
    private static final int ROUNDS = 200;
    private static final int LEAST_MOVES = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RecordingListener listener = new RecordingListener();
    private RedisCluster cluster;
    private RedisConnector connector;
    private CacheStore store;

    @BeforeEach
    void connect() throws StoreException {
        cluster = RedisCluster.start();
        connector = Connectors.to(cluster.url()).lease(Duration.ofMinutes(5)).make();
        store = connector.connect(listener);
    }

    @AfterEach
    void disconnect() {
        threads.shutdownNow();
        connector.close();
        cluster.close();
    }

    @Test
    void h87_slotsMoveAndScriptsAreForgotten_nothingFailsAndNothingOldIsFound() throws Exception {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String own = "thread" + i + ":";
            all.add(threads.submit(() -> work(own)));
        }
        int moves = 0;
        for (; !all.stream().allMatch(Future::isDone); moves++) {
            String key = "shop:thread" + moves % THREADS + ":" + moves % KEYS;
            SlotMove move = cluster.startMove(cluster.slotOf(key), cluster.strangerTo(key));
            cluster.everywhere("SCRIPT", "FLUSH");
            move.moveKeys();
            cluster.everywhere("SCRIPT", "FLUSH");
            move.finish();
            cluster.awaitService();
        }
        for (Future<Void> one : all) {
            one.get();
        }
        assertThat(moves).isGreaterThan(LEAST_MOVES);
        assertThat(listener.events()).isEmpty();
    }

    /** Nobody else knows these keys, so what is found can be told exactly. */
    private Void work(String own) throws StoreException {
        for (int round = 0; round < ROUNDS; round++) {
            EntryId id = new EntryId(own + round % KEYS, "f1");
            Lease slow = grant(id);
            store.evict(Eviction.ofKey(id.key()), budget());
            Lease fast = grant(id);
            assertThat(slow.store(CacheStoreContract.entry("old"), 60_000, budget()))
                    .isFalse();
            assertThat(fast.store(CacheStoreContract.entry("round " + round), 60_000, budget()))
                    .isTrue();
            Lookup found = store.lookup(id, budget());
            assertThat(found).isInstanceOfSatisfying(Lookup.Fresh.class, fresh -> assertThat(
                            CacheStoreContract.textOf(fresh.entry()))
                    .startsWith("round "));
            store.evict(Eviction.ofKey(id.key()), budget());
            assertThat(store.lookup(id, budget())).isEqualTo(Lookup.ABSENT);
        }
        return null;
    }

    private Lease grant(EntryId id) throws StoreException {
        Claim claim = store.claim(id, budget());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(10));
    }
}
