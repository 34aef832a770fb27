package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.engine.refresh.Freshness;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.FakeTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets which value while an entry is refreshed, and what becomes of the refresh. */
@Timeout(60)
final class RefreshedCallTest {

    private static final String KEY = "shop:7";
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Freshness STALE = new Freshness(600_000, 0, 0, false);
    private static final Freshness AHEAD = new Freshness(0, 0, 0.5, false);
    private static final Freshness IF_ERROR = new Freshness(0, 600_000, 0, false);

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final FakeTicker ticker = new FakeTicker();
    private final CacheStore store = MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), ticker);
    private final AtomicInteger runs = new AtomicInteger();

    private Calls calls(Freshness freshness) {
        return Calls.refreshing(store, freshness, ticker);
    }

    private Callable<Object> returning(Object value) {
        return () -> {
            runs.incrementAndGet();
            return value;
        };
    }

    private Callable<Object> throwing(Exception theirs) {
        return () -> {
            runs.incrementAndGet();
            throw theirs;
        };
    }

    private Callable<Object> parked(CountDownLatch entered, CountDownLatch mayReturn, Object value) {
        return () -> {
            runs.incrementAndGet();
            entered.countDown();
            mayReturn.await();
            return value;
        };
    }

    private void evict() throws Exception {
        store.evict(Eviction.ofKey(KEY), new Budget(ticker, TTL));
    }

    @Test
    void staleEntry_isGivenAtOnceAndRefreshedOnce() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        assertThat(calls.call(KEY, parked(entered, mayReturn, "new"))).isEqualTo("old");
        entered.await();
        for (int i = 0; i < 100; i++) {
            assertThat(calls.call(KEY, returning("another"))).isEqualTo("old");
        }
        mayReturn.countDown();
        await().until(() -> calls.call(KEY, returning("another")).equals("new"));
        assertThat(runs).hasValue(2);
        assertThat(calls.counts().staleServed()).isGreaterThanOrEqualTo(101);
        assertThat(calls.counts().refreshes()).isOne();
        assertThat(calls.counts().misses()).isOne();
        assertThat(calls.counts().errors()).isZero();
    }

    @Test
    void staleEntry_beyondStaleTtl_isLoadedByItsCaller() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL.plusMinutes(11));
        assertThat(calls.call(KEY, returning("new"))).isEqualTo("new");
        assertThat(calls.counts().staleServed()).isZero();
    }

    /** Memory in the place of Redis keeps entries for a minute at most. */
    @Test
    void entry_thatTheStoreKeepsForLessThanItsTtl_isDueByTheLifeThatItHas() throws Exception {
        CacheStore brief = MemoryStores.fallbacks(MemoryConfig.defaults(), LoadConfig.defaults(), Runnable::run, ticker)
                .get();
        Calls calls = Calls.refreshing(brief, TTL.multipliedBy(10), new Freshness(0, 0, 0.5, true), ticker);
        calls.call(KEY, returning("old"));
        for (int i = 0; i < 3; i++) {
            ticker.advance(TTL.dividedBy(12));
            assertThat(calls.call(KEY, returning("early"))).isEqualTo("old");
        }
        assertThat(runs).hasValue(1);
        ticker.advance(TTL.dividedBy(2));
        calls.call(KEY, returning("new"));
        assertThat(runs).hasValue(2);
    }

    @Test
    void entry_pastTheFractionOfItsTime_isRefreshedBeforeItsEnd() throws Exception {
        Calls calls = calls(AHEAD);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL.dividedBy(3));
        assertThat(calls.call(KEY, returning("early"))).isEqualTo("old");
        ticker.advance(TTL.dividedBy(4));
        assertThat(calls.call(KEY, returning("new"))).isEqualTo("old");
        await().until(() -> calls.call(KEY, returning("another")).equals("new"));
        assertThat(runs).hasValue(2);
        assertThat(calls.counts().staleServed()).isZero();
        ticker.advance(TTL.dividedBy(3));
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("new");
    }

    /** By then the caller of the first call would not find it so. */
    @Test
    void refresh_argumentsMakeAnotherKeyByThen_isNotKept() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        calls.keyed = key -> false;
        assertThat(calls.call(KEY, returning("of another key"))).isEqualTo("old");
        await().until(() -> calls.counts().refusedStores() == 1);
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("old");
        assertThat(calls.counts().refreshes()).isZero();
    }

    @Test
    void evictionDuringARefresh_isNotUndoneByIt() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        calls.call(KEY, parked(entered, mayReturn, "read before the eviction"));
        entered.await();
        evict();
        assertThat(calls.call(KEY, returning("new"))).isEqualTo("new");
        mayReturn.countDown();
        await().until(() -> calls.counts().refusedStores() == 1);
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("new");
    }

    @Test
    void putDuringARefresh_isNotReplacedByIt() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        calls.call(KEY, parked(entered, mayReturn, "read before the put"));
        entered.await();
        EntryId id = new EntryId(KEY, new LinesCodec().fingerprint());
        StoredEntry.Encoded put = new StoredEntry.Encoded(new LinesCodec().encode("put"));
        store.putAll(Map.of(id, put), 60_000, calls.engine.newBudget());
        mayReturn.countDown();
        await().until(() -> calls.counts().refusedStores() == 1);
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("put");
    }

    /** Stale values are not made of evicted ones. */
    @Test
    void h123_evictedThenTheBodyThrows_throwsTheException() throws Exception {
        Calls calls = calls(IF_ERROR);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        store.evict(Eviction.ofPattern(Eviction.EVERYTHING), calls.engine.newBudget());
        IOException theirs = new IOException("no database");
        assertThatThrownBy(() -> calls.call(KEY, throwing(theirs))).isSameAs(theirs);
        assertThat(calls.counts().staleServed()).isZero();
    }

    @Test
    void h123_evictedWhileTheBodyRuns_throwsTheException() throws Exception {
        Calls calls = calls(IF_ERROR);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        assertThatThrownBy(() -> calls.call(KEY, () -> {
                    evict();
                    throw new IOException("no database");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    @Expects(Message.STALE_AFTER_ERROR)
    void staleIfError_bodyThrows_callerGetsTheValueFromBefore() throws Exception {
        Calls calls = calls(IF_ERROR);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        assertThat(calls.call(KEY, throwing(new IOException("no database")))).isEqualTo("old");
        assertThat(calls.counts().staleServed()).isOne();
        assertThat(calls.counts().loadFailures()).isOne();
        assertThat(calls.counts().misses()).isEqualTo(2);
        assertThat(calls.call(KEY, returning("new"))).isEqualTo("new");
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("new");
    }

    @Test
    void staleIfError_errorOfTheJvmOrTooOld_isThrown() throws Exception {
        Calls calls = calls(IF_ERROR);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        assertThatThrownBy(() -> calls.call(KEY, () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        ticker.advance(Duration.ofMinutes(11));
        assertThatThrownBy(() -> calls.call(KEY, throwing(new IOException("no database"))))
                .isInstanceOf(IOException.class);
    }

    /** A stale inner value is not stored as a fresh outer one. */
    @Test
    void h121_staleInnerValueInsideALoad_isLoadedAnew() throws Exception {
        Calls calls = calls(STALE);
        calls.call("inner", returning("old"));
        ticker.advance(TTL);
        Object outer = calls.call("outer", () -> "of " + calls.call("inner", returning("new")));
        assertThat(outer).isEqualTo("of new");
        assertThat(calls.call("outer", returning("another"))).isEqualTo("of new");
    }

    @Test
    @Expects(Message.STALE_AFTER_ERROR)
    void h121_staleInnerValueAfterAnError_keepsNoOuterValueAtAnyDepth() throws Exception {
        Calls calls = calls(IF_ERROR);
        calls.call("inner", returning("old"));
        ticker.advance(TTL);
        Callable<Object> middle = () -> "of " + calls.call("inner", throwing(new IOException("no database")));
        assertThat(calls.call("outer", () -> "of " + calls.call("middle", middle)))
                .isEqualTo("of of old");
        assertThat(calls.call("middle", returning("new"))).isEqualTo("new");
        assertThat(calls.call("outer", returning("new"))).isEqualTo("new");
    }

    @Test
    void h62_refreshThatFails_keepsItsDistanceAndDoesNotMoveTheEnd() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        assertThat(calls.call(KEY, throwing(new IOException("no database")))).isEqualTo("old");
        await().until(() -> calls.counts().refreshFailures() == 1);
        for (int i = 0; i < 100; i++) {
            assertThat(calls.call(KEY, throwing(new IOException("no database"))))
                    .isEqualTo("old");
        }
        assertThat(runs).hasValue(2);
        ticker.advance(Duration.ofMinutes(11));
        assertThat(calls.call(KEY, returning("new"))).isEqualTo("new");
    }

    @Test
    void refreshThatHangs_holdsUpNobody() throws Exception {
        Calls calls = calls(STALE);
        CountDownLatch entered = new CountDownLatch(20);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            calls.call("shop:" + i, returning("old"));
        }
        ticker.advance(TTL);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                assertThat(calls.call("shop:" + i, parked(entered, never, "new")))
                        .isEqualTo("old");
            }
        }
        ticker.advance(Duration.ofMinutes(11));
        for (int i = 0; i < 20; i++) {
            assertThat(calls.call("shop:" + i, returning("new"))).isEqualTo("new");
        }
        never.countDown();
    }

    /** The monitor of the body belongs to the caller meanwhile. */
    @Test
    void h44_callerWithTheMonitorOfTheBody_doesNotWaitForTheRefresh() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        Object monitor = new Object();
        Callable<Object> body = () -> {
            synchronized (monitor) {
                return returning("new").call();
            }
        };
        synchronized (monitor) {
            assertThat(calls.call(KEY, body)).isEqualTo("old");
            assertThat(calls.call(KEY, body)).isEqualTo("old");
        }
        await().until(() -> calls.call(KEY, body).equals("new"));
    }

    @Test
    void inCaller_oneCallerRunsTheBody_othersGetTheValue() throws Exception {
        Calls calls = calls(new Freshness(600_000, 0, 0, true));
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        AtomicReference<Thread> ran = new AtomicReference<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        var refreshing = threads.submit(() -> calls.call(KEY, () -> {
            ran.set(Thread.currentThread());
            return parked(entered, mayReturn, "new").call();
        }));
        entered.await();
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("old");
        mayReturn.countDown();
        assertThat(refreshing.get(10, TimeUnit.SECONDS)).isEqualTo("new");
        assertThat(ran.get().getName()).doesNotContain("larder");
        assertThat(calls.call(KEY, returning("another"))).isEqualTo("new");
        assertThat(runs).hasValue(2);
    }

    @Test
    @Expects(Message.REFRESH_FAILED)
    void inCaller_bodyThrows_callerGetsTheValueThatIsThere() throws Exception {
        Calls calls = calls(new Freshness(600_000, 0, 0, true));
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        assertThat(calls.call(KEY, throwing(new IOException("no database")))).isEqualTo("old");
        assertThat(calls.counts().refreshFailures()).isOne();
    }

    /** Nothing says that the old value is still right. */
    @Test
    void refresh_resultMustNotBeKept_removesTheOldOne() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        assertThat(calls.call(KEY, returning("vetoed"), () -> true)).isEqualTo("old");
        await().until(() -> calls.counts().unfitResults() == 1);
        await().until(() -> calls.call(KEY, returning("new")).equals("new"));
    }

    @Test
    void background_contextClassLoaderIsTheCallersAndNothingStays() throws Exception {
        Calls calls = calls(STALE);
        calls.call(KEY, returning("old"));
        ticker.advance(TTL);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread.currentThread().setContextClassLoader(own);
        try {
            calls.call(KEY, () -> {
                seen.set(Thread.currentThread().getContextClassLoader());
                return "new";
            });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        await().untilAtomic(seen, org.hamcrest.Matchers.sameInstance(own));
    }
}
