package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.refresh.Freshness;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that share a Redis, and an entry that is stale. */
@Timeout(60)
@Silent
final class RefreshInRedisTest extends ProcessesInRedis {

    private static final String KEY = "shop:7";
    private static final Freshness STALE = new Freshness(600_000, 0, 0, false);
    private static final Duration TTL = Duration.ofMillis(300);

    private final EntryId id = new EntryId(KEY, new LinesCodec().fingerprint());
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayReturn = new CountDownLatch(1);
    private final List<CacheStore> stores = new ArrayList<>();
    private final List<Calls> processes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            CacheStore store = connect(LoadConfig.defaults());
            stores.add(store);
            processes.add(Calls.refreshing(store, TTL, STALE, Ticker.system()));
        }
        processes.get(0).call(KEY, returning("old"));
        await().until(() -> look() instanceof Lookup.Stale);
    }

    private Lookup look() throws Exception {
        return stores.get(2).lookup(id, processes.get(2).engine.newBudget());
    }

    private Callable<Object> returning(Object value) {
        return () -> {
            runs.incrementAndGet();
            return value;
        };
    }

    private Callable<Object> parked(Object value) {
        return () -> {
            runs.incrementAndGet();
            entered.countDown();
            mayReturn.await();
            return value;
        };
    }

    /** The next value is fresh for long enough to look at it. */
    private void beginRefresh(Calls process, Object value) throws Exception {
        process.method.settings().setTtl(Duration.ofMinutes(1));
        await().until(
                        () -> { // again, if the turn was not answered in time
                            assertThat(process.call(KEY, parked(value))).isEqualTo("old");
                            return entered.await(50, TimeUnit.MILLISECONDS);
                        });
    }

    @Test
    void h122_staleInEveryProcess_oneBodyRuns() throws Exception {
        beginRefresh(processes.get(0), "new");
        List<Future<Object>> others = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            others.add(processes.get(i % 3).submit(threads(), KEY, returning("another")));
        }
        for (Future<Object> other : others) {
            assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("old");
        }
        assertThat(runs).hasValue(2);
        mayReturn.countDown();
        for (Calls process : processes) {
            await().until(() -> process.call(KEY, returning("another")).equals("new"));
        }
        assertThat(runs).hasValue(2);
    }

    /** Longer than a turn lasts that nobody keeps. */
    @Test
    void h122_bodyTakesLong_itsTurnIsKept() throws Exception {
        beginRefresh(processes.get(0), "new");
        await().pollDelay(Turn.LASTING.plusMillis(500)).until(() -> true);
        assertThat(processes.get(1).call(KEY, returning("another"))).isEqualTo("old");
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(runs).hasValue(2);
        mayReturn.countDown();
        await().until(() -> processes.get(1).call(KEY, returning("another")).equals("new"));
    }

    @Test
    void evictedByAnotherProcessMeanwhile_isNotBroughtBack() throws Exception {
        beginRefresh(processes.get(0), "read before the eviction");
        stores.get(1).evict(Eviction.ofKey(KEY), processes.get(1).engine.newBudget());
        processes.get(1).method.settings().setTtl(Duration.ofMinutes(1));
        assertThat(processes.get(1).call(KEY, returning("new"))).isEqualTo("new");
        mayReturn.countDown();
        await().until(() -> processes.get(0).counts().refusedStores() == 1);
        assertThat(processes.get(0).call(KEY, returning("another"))).isEqualTo("new");
    }

    @Test
    void putByAnotherProcessMeanwhile_stays() throws Exception {
        beginRefresh(processes.get(0), "read before the put");
        StoredEntry.Encoded put = new StoredEntry.Encoded(new LinesCodec().encode("put"));
        stores.get(1).putAll(Map.of(id, put), 60_000, processes.get(1).engine.newBudget());
        mayReturn.countDown();
        await().until(() -> processes.get(0).counts().refusedStores() == 1);
        assertThat(processes.get(0).call(KEY, returning("another"))).isEqualTo("put");
    }

    /** To the others it is as if it had been killed. */
    @Test
    void refresherLosesItsConnection_anotherProcessTakesOver() throws Exception {
        beginRefresh(processes.get(0), "of the one that is gone");
        ((AutoCloseable) stores.get(0)).close();
        processes.get(1).method.settings().setTtl(Duration.ofMinutes(1));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> processes.get(1).call(KEY, returning("new")).equals("new"));
        mayReturn.countDown();
        assertThat(processes.get(2).call(KEY, returning("another"))).isEqualTo("new");
    }

    /** It began from the same value, and has no turn any more. */
    @Test
    void twoRefreshersAfterAPause_oneOfThemReplacesTheValue() throws Exception {
        StoredEntry seen = ((Lookup.Stale) look()).entry();
        Turn paused = stores.get(0).takeTurn(id, processes.get(0).engine.newBudget());
        await().until(() -> stores.get(1).takeTurn(id, processes.get(1).engine.newBudget()) != null);
        StoredEntry.Encoded value = new StoredEntry.Encoded(new LinesCodec().encode("first"));
        assertThat(paused.keep(processes.get(0).engine.newBudget())).isFalse();
        assertThat(paused.replace(
                        seen.version(),
                        value,
                        60_000,
                        0,
                        processes.get(0).engine.newBudget()))
                .isTrue();
        assertThat(paused.replace(
                        seen.version(),
                        value,
                        60_000,
                        0,
                        processes.get(0).engine.newBudget()))
                .isFalse();
    }
}
