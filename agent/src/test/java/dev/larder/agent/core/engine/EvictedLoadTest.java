package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.engine.SharedLoadContract.Parked;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a call waits for that meets a load from before it, with the steps of both in a given order. */
@Timeout(30)
final class EvictedLoadTest {

    private static final String KEY = "shop:7";

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * The eviction comes when the lease is granted and its loader has not heard of that. The lease is void, and the body has
     * not begun: what it returns is new, and the newcomer may have it, though nobody who comes later.
     */
    @Test
    void h57_evictedBeforeTheLeaderKnowsOfItsLease_newcomerSharesTheBodyThatBeginsThen() throws Exception {
        GatedStore store = new GatedStore(Calls.memory(Calls.PATIENT));
        Calls calls = Calls.over(store, Calls.PATIENT);
        store.mayAnswerClaims = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger(1);
        Future<Object> leader = calls.submit(threads, KEY, () -> "version " + written.get());
        Awaitility.await().until(() -> store.claims.get() == 1);
        written.set(2);
        evict(calls);

        Future<Object> newcomer = calls.submit(threads, KEY, () -> "unexpected");
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 1);
        store.mayAnswerClaims.countDown();

        assertThat(Calls.soon(newcomer)).isEqualTo("version 2");
        assertThat(Calls.soon(leader)).isEqualTo("version 2");
        assertThat(calls.counts().refusedStores()).isEqualTo(1);
        assertThat(calls.call(KEY, () -> "later")).isEqualTo("later");
    }

    /** The inner call does not take itself to be waiting for itself: the outer one's flight is over. */
    @Test
    void h57_bodyEvictsItsOwnKeyAndCallsItselfAgain_innerCallIsCached() throws Exception {
        Calls calls = Calls.over(Calls.memory(Calls.PATIENT), Calls.PATIENT);
        Object outer = calls.call(KEY, () -> {
            evict(calls);
            return "outer " + calls.call(KEY, () -> "inner");
        });
        assertThat(outer).isEqualTo("outer inner");
        assertThat(calls.call(KEY, () -> "unexpected")).isEqualTo("inner");
        assertThat(calls.engine.flights().size()).isZero();
    }

    @Test
    void loadThatOutlivesItsLease_nothingEvicted_isStillShared() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Calls calls = Calls.over(
                MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), nanos::get), Calls.PATIENT);
        Parked slow = new Parked("slow");
        Future<Object> leader = calls.submit(threads, KEY, slow);
        Awaitility.await().until(() -> slow.runs.get() == 1);
        nanos.addAndGet(LoadConfig.defaults().lease().multipliedBy(3).toNanos());

        Future<Object> newcomer = calls.submit(threads, KEY, () -> "unexpected");
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 1);
        slow.mayReturn.countDown();

        assertThat(Calls.soon(newcomer)).isEqualTo("slow");
        assertThat(Calls.soon(leader)).isEqualTo("slow");
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    /** Then nobody can tell, and waiting is right whatever was evicted: what is void is not shared. */
    @Test
    void storeDoesNotSayWhetherTheLeaseStands_newcomerWaits() throws Exception {
        GatedStore store = new GatedStore(Calls.memory(Calls.PATIENT));
        store.isSilentAboutLeases = true;
        Calls calls = Calls.over(store, Calls.PATIENT);
        Parked load = new Parked("a");
        Future<Object> leader = calls.submit(threads, KEY, load);
        Awaitility.await().until(() -> load.runs.get() == 1);

        Future<Object> newcomer = calls.submit(threads, KEY, () -> "unexpected");
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 1 && store.questions.get() == 1);
        load.mayReturn.countDown();

        assertThat(List.of(Calls.soon(leader), Calls.soon(newcomer))).containsOnly("a");
        assertThat(calls.counts().errors()).isZero();
    }

    /** So many questions at once are what a cold key must not cost. */
    @Test
    void callersFromBeforeTheClaim_askNothing() throws Exception {
        GatedStore store = new GatedStore(Calls.memory(Calls.PATIENT));
        store.mayAnswerLookups = new CountDownLatch(1);
        Calls calls = Calls.over(store, Calls.PATIENT);
        Parked load = new Parked("a");
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(calls.submit(threads, KEY, load));
        }
        Awaitility.await().until(() -> store.lookups.get() == 20);
        store.mayAnswerLookups.countDown();
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 19);
        load.mayReturn.countDown();
        for (Future<Object> one : all) {
            assertThat(Calls.soon(one)).isEqualTo("a");
        }
        assertThat(load.runs).hasValue(1);
        assertThat(store.questions).hasValue(0);
    }

    @Test
    void h57_lookUpUnansweredAfterAnEviction_doesNotWaitForTheOldLoad() throws Exception {
        SilentStore store = new SilentStore();
        Calls calls = Calls.over(store);
        Parked old = new Parked("old");
        Future<Object> leader = calls.submit(threads, KEY, old);
        Awaitility.await().until(() -> old.runs.get() == 1);
        evict(calls);
        store.silent = true;
        assertThat(Calls.soon(calls.submit(threads, KEY, () -> "own"))).isEqualTo("own");
        old.mayReturn.countDown();
        assertThat(Calls.soon(leader)).isEqualTo("old");
        assertThat(calls.counts().errors()).isEqualTo(1);
    }

    private static void evict(Calls calls) throws StoreException {
        calls.store.evict(Eviction.ofKey(KEY), new Budget(Ticker.system(), Calls.BUDGET));
    }

    /** Does what it is asked, and answers when it may. */
    private static final class GatedStore extends ForwardingStore {

        private final AtomicInteger lookups = new AtomicInteger();
        private final AtomicInteger claims = new AtomicInteger();
        private final AtomicInteger questions = new AtomicInteger();

        /** These are set by the test, read by callers. */
        private volatile CountDownLatch mayAnswerLookups = new CountDownLatch(0);

        private volatile CountDownLatch mayAnswerClaims = new CountDownLatch(0);
        private volatile boolean isSilentAboutLeases;

        GatedStore(CacheStore store) {
            super(store);
        }

        @Override
        public Lookup lookup(EntryId id, Budget budget) throws StoreException {
            Lookup found = super.lookup(id, budget);
            lookups.incrementAndGet();
            pass(mayAnswerLookups);
            return found;
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            Claim claim = super.claim(id, budget);
            claims.incrementAndGet();
            pass(mayAnswerClaims);
            return claim instanceof Claim.Granted granted ? new Claim.Granted(new Asked(granted.lease())) : claim;
        }

        private static void pass(CountDownLatch latch) throws StoreException {
            try {
                if (!latch.await(5, TimeUnit.SECONDS)) {
                    throw new StoreException("The test did not go on", null);
                }
            } catch (InterruptedException e) {
                throw new StoreException("The test is over", e);
            }
        }

        private final class Asked extends ForwardingLease {

            Asked(Lease lease) {
                super(lease);
            }

            @Override
            public boolean stands(Budget budget) throws StoreException {
                questions.incrementAndGet();
                if (isSilentAboutLeases) {
                    throw new StoreException("HGET was not answered in time", null);
                }
                return super.stands(budget);
            }
        }
    }
}
