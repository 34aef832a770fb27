package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.SharedLoadContract.Parked;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.UnseenException;
import dev.larder.agent.core.wait.Waiting;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.Silent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers of one key share when the store does not answer. */
@Timeout(60)
@Silent
final class UnansweredLoadTest {

    private static final String KEY = "shop:7";

    /** So long that no wait ends by itself within a test. */
    private static final LoadConfig PATIENT = Calls.lease(Duration.ofMinutes(10));

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final UnansweringStore store = new UnansweringStore(Calls.memory(PATIENT));
    private final Calls calls = Calls.over(store, PATIENT);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void f18_f34_storeIsSilent_200CallersAtOnce_runTheBodyOnce() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(200, () -> List.of("run " + runs.incrementAndGet()));
        assertThat(valuesOf(all)).containsOnly(List.of("run 1"));
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().errors()).isEqualTo(1);
        assertThat(calls.counts().hits()).isEqualTo(199);
        assertThat(calls.engine.flights().size()).isZero();
    }

    @Test
    void f18_leaderGetsNoLease_200CallersAtOnce_runTheBodyOnce() throws Exception {
        store.silent = Step.CLAIM;
        List<Future<Object>> all = callersAtOnce(200, () -> "run " + runs.incrementAndGet());
        assertThat(valuesOf(all)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    @Test
    void f18_storeIsSilentWhenTheResultIsThere_200CallersAtOnce_runTheBodyOnce() throws Exception {
        store.silent = Step.STORE;
        List<Future<Object>> all = callersAtOnce(200, () -> "run " + runs.incrementAndGet());
        assertThat(valuesOf(all)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    /** A process that is too busy to read answers is kept busy by whatever is loaded twice. */
    @Test
    void f18_h58_lookUpsAreUnseen_200CallersAtOnce_runTheBodyOnceAndStoreIt() throws Exception {
        store.unseen = Set.of(Step.LOOKUP);
        List<Future<Object>> all = callersAtOnce(200, () -> List.of("run " + runs.incrementAndGet()));
        assertThat(valuesOf(all)).containsOnly(List.of("run 1"));
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().stores()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
    }

    @Test
    void f18_h58_lookUpIsUnseen_entryIsFoundByTheClaim() throws Exception {
        assertThat(calls.call(KEY, () -> "stored")).isEqualTo("stored");
        store.unseen = Set.of(Step.LOOKUP);
        store.peeks = false;
        assertThat(calls.call(KEY, () -> "unexpected")).isEqualTo("stored");
    }

    /** None of them can look up again what the leader has found: all their time has gone by unseen. */
    @Test
    void f18_h58_lookUpsAreUnseen_200CallersShareTheEntryThatTheLeaderFinds() throws Exception {
        assertThat(calls.call(KEY, () -> List.of("stored"))).isEqualTo(List.of("stored"));
        store.unseen = Set.of(Step.LOOKUP);
        store.peeks = false;
        store.claimMayGo = new CountDownLatch(1);
        List<Future<Object>> all = callersAtOnce(200, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 199);
        store.claimMayGo.countDown();
        assertThat(valuesOf(all)).containsOnly(List.of("stored"));
        assertThat(runs).hasValue(0);
    }

    /** Whoever comes when the leader has asked already waits for the next leader, and gets what that one finds. */
    @Test
    void f18_h58_entryIsFoundBeforeTheCallBegan_nextLeaderSharesIt() throws Exception {
        assertThat(calls.call(KEY, () -> "stored")).isEqualTo("stored");
        store.unseen = Set.of(Step.LOOKUP);
        store.peeks = false;
        store.answeredClaimMayGo = new CountDownLatch(1);
        Future<Object> first = calls.submit(threads, KEY, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> store.answeredClaims.get() == 2);
        List<Future<Object>> late = callersAtOnce(50, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 50);
        store.answeredClaimMayGo.countDown();
        assertThat(within(first)).isEqualTo("stored");
        assertThat(valuesOf(late)).containsOnly("stored");
        assertThat(runs).hasValue(0);
    }

    /** A silence of Redis costs a call its time once. */
    @Test
    void f18_lookUpIsNotAnswered_noLeaseIsClaimed() throws Exception {
        store.silent = Step.LOOKUP;
        assertThat(calls.call(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(store.claims).hasValue(0);
    }

    /** Each hears of it at its own time: when the last one does, the body may be over that the first one ran. */
    @Test
    void f18_h58_unseenToTheLast_whoHearsOfItLateSharesTheBodyThatHasRun() throws Exception {
        store.unseen = Set.of(Step.LOOKUP, Step.CLAIM);
        CountDownLatch lateHears = new CountDownLatch(1);
        store.lateHears = lateHears;
        List<Future<Object>> both = callersAtOnce(2, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> both.get(0).isDone() || both.get(1).isDone());
        lateHears.countDown();
        assertThat(valuesOf(both)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
    }

    /** Neither is there a body that has run, when it looks for one, nor is one under way when it looks for that. */
    @Test
    void f18_bodyRunsBetweenTheTwoLooksOfACaller_isSharedAllTheSame() throws Exception {
        store.silent = Step.LOOKUP;
        CountDownLatch haveLooked = new CountDownLatch(2);
        CountDownLatch hasRun = new CountDownLatch(1);
        AtomicInteger turns = new AtomicInteger();
        calls.monitor = () -> {
            haveLooked.countDown();
            awaitOrFail(turns.incrementAndGet() == 1 ? haveLooked : hasRun);
            return null;
        };
        List<Future<Object>> both = callersAtOnce(2, () -> "run " + runs.incrementAndGet());
        Awaitility.await().until(() -> both.get(0).isDone() || both.get(1).isDone());
        hasRun.countDown();
        assertThat(valuesOf(both)).containsOnly("run 1");
        assertThat(runs).hasValue(1);
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** What others wait for, and what they find later, may take longer while nobody comes to read answers. */
    @Test
    void f18_h58_theIoThreadComesLate_leaderGetsItsLeaseAndStores() throws Exception {
        store.unreadMillis = 300;
        assertThat(calls.call(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(calls.counts().stores()).isEqualTo(1);
        assertThat(calls.counts().errors()).isZero();
    }

    /** Or the next callers would wait for a load that has ended. */
    @Test
    void f18_claimTookAllTimeUnreadAndTheStoreFails_leaseIsSentBackInTimeOfItsOwn() throws Exception {
        store.isClaimUnread = true;
        store.silent = Step.STORE;
        assertThat(calls.call(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(store.nanosToRelease).hasPositiveValue();
    }

    /** What a body saw that began before the call may have been evicted before the call. */
    @Test
    void f18_bodyRunsAlready_whoComesThenSharesTheNextOne() throws Exception {
        store.silent = Step.LOOKUP;
        Parked old = new Parked("old");
        Future<Object> first = calls.submit(threads, KEY, old);
        Awaitility.await().until(() -> old.runs.get() == 1);
        Parked anew = new Parked("new");
        List<Future<Object>> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(calls.submit(threads, KEY, anew));
        }
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 20);
        assertThat(anew.runs).hasValue(0);
        old.mayReturn.countDown();
        assertThat(within(first)).isEqualTo("old");
        anew.mayReturn.countDown();
        assertThat(valuesOf(late)).containsOnly("new");
        assertThat(anew.runs).hasValue(1);
    }

    @Test
    void h102_sharedWithoutTheStore_eachCallerHasACopyOfItsOwn() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(50, () -> {
            List<String> result = new ArrayList<>(List.of("run " + runs.incrementAndGet()));
            return result;
        });
        Set<Object> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object value : valuesOf(all)) {
            assertThat(value).isEqualTo(List.of("run 1"));
            different.add(value);
            @SuppressWarnings("unchecked")
            List<String> lines = (List<String>) value;
            lines.add("changed");
        }
        assertThat(different).hasSize(50);
    }

    @Test
    void f18_resultThatCannotBeCopied_isNotShared() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(10, () -> {
            runs.incrementAndGet();
            return new StringBuilder("not for the codec");
        });
        assertThat(Set.copyOf(valuesOf(all))).hasSize(10);
        assertThat(runs).hasValue(10);
    }

    /** An exception belongs to one call: it has that call's stack, and whoever catches it may change it. */
    @Test
    void h43_bodyThrows_eachCallerGetsAnExceptionOfItsOwn() throws Exception {
        store.silent = Step.LOOKUP;
        List<Future<Object>> all = callersAtOnce(10, () -> {
            throw new IOException("run " + runs.incrementAndGet());
        });
        Set<Throwable> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Future<Object> each : all) {
            assertThatThrownBy(each::get)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .satisfies(different::add);
        }
        assertThat(different).hasSize(10);
    }

    @Test
    void f18_bodyNeverEnds_whoComesThenLosesPatienceAndRunsItsOwn() throws Exception {
        LoadConfig impatient = Calls.lease(Duration.ofMillis(200));
        Calls hasty = Calls.over(store, impatient);
        store.silent = Step.LOOKUP;
        Parked stuck = new Parked("stuck");
        Future<Object> leader = hasty.submit(threads, KEY, stuck);
        Awaitility.await().until(() -> stuck.runs.get() == 1);
        assertThat(within(hasty.submit(threads, KEY, () -> "own"))).isEqualTo("own");
        stuck.mayReturn.countDown();
        assertThat(within(leader)).isEqualTo("stuck");
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("The test is over", e);
        }
    }

    /** All of them are there before the store answers any. */
    private List<Future<Object>> callersAtOnce(int count, Callable<Object> body) throws InterruptedException {
        store.asked = new CountDownLatch(count);
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(calls.submit(threads, KEY, body));
        }
        return all;
    }

    private static List<Object> valuesOf(List<Future<Object>> all) throws Exception {
        List<Object> values = new ArrayList<>();
        for (Future<Object> one : all) {
            values.add(within(one));
        }
        return values;
    }

    private static Object within(Future<Object> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    /** Where a store gives no answer, and to everything after. */
    enum Step {
        NEVER,
        STORE,
        CLAIM,
        LOOKUP
    }

    /** Answers look-ups when all callers have asked; from some step on it does not answer. */
    private static final class UnansweringStore extends ForwardingStore {

        /** These are set by the test, read by callers. */
        private volatile Step silent = Step.NEVER;

        private volatile CountDownLatch asked = new CountDownLatch(0);

        /** Where this process does not come to see whether there is an answer. */
        private volatile Set<Step> unseen = Set.of();

        /** How long it takes the I/O thread to come to read the answers to claims, and to stores. */
        private volatile long unreadMillis;

        /** Whether all of a call's time goes by, and nobody reads, before a claim is answered. */
        private volatile boolean isClaimUnread;

        /** How long the release of a lease may take. */
        private final AtomicLong nanosToRelease = new AtomicLong();

        private volatile boolean peeks = true;

        /** When claims are asked, and when what was answered to them is heard. */
        private volatile CountDownLatch claimMayGo = new CountDownLatch(0);

        private volatile CountDownLatch answeredClaimMayGo = new CountDownLatch(0);

        private final AtomicInteger answeredClaims = new AtomicInteger();

        /** When the second look-up comes to its outcome. */
        private volatile CountDownLatch lateHears = new CountDownLatch(0);

        private final AtomicInteger lookups = new AtomicInteger();
        private final AtomicInteger claims = new AtomicInteger();

        UnansweringStore(CacheStore first) {
            super(first);
        }

        @Override
        public StoredEntry peek(EntryOwner owner, String key, String fingerprint, int tags) {
            return peeks ? super.peek(owner, key, fingerprint, tags) : null;
        }

        private void answer(Step step) throws StoreException {
            if (silent.compareTo(step) >= 0) {
                throw new StoreException(step + " was not answered in time", null);
            }
            if (unseen.contains(step)) {
                throw StoreException.unseen(step + " was not seen to be answered");
            }
        }

        private void read(Budget budget) throws StoreException {
            if (unreadMillis == 0) {
                return;
            }
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            Waiting.Arrivals late = () -> new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, unreadMillis, TimeUnit.MILLISECONDS)
                    .thenApply(answer::complete);
            try {
                Waiting.await(answer, budget, late);
            } catch (UnseenException e) {
                throw StoreException.unseen("not read for " + unreadMillis + " ms");
            } catch (TimeoutException | ExecutionException e) {
                throw new StoreException("not answered", e);
            }
        }

        @Override
        public Lookup lookup(EntryId id, Budget budget) throws StoreException {
            CountDownLatch all = asked;
            all.countDown();
            try {
                all.await();
                if (lookups.incrementAndGet() == 2) {
                    lateHears.await();
                }
            } catch (InterruptedException e) {
                throw new StoreException("The test is over", e);
            }
            answer(Step.LOOKUP);
            return super.lookup(id, budget);
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            claims.incrementAndGet();
            awaitOrFail(claimMayGo);
            answer(Step.CLAIM);
            read(budget);
            if (isClaimUnread) {
                assertThatThrownBy(() -> Waiting.await(new CompletableFuture<String>(), budget, CompletableFuture::new))
                        .isInstanceOf(UnseenException.class);
            }
            Claim claim = super.claim(id, budget);
            answeredClaims.incrementAndGet();
            awaitOrFail(answeredClaimMayGo);
            return claim instanceof Claim.Granted granted ? new Claim.Granted(new Unanswering(granted.lease())) : claim;
        }

        private final class Unanswering extends ForwardingLease {

            Unanswering(Lease lease) {
                super(lease);
            }

            @Override
            public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
                answer(Step.STORE);
                read(budget);
                return super.store(entry, ttlMillis, budget);
            }

            @Override
            public void release(Budget budget) throws StoreException {
                nanosToRelease.set(budget.startWaiting());
                super.release(budget);
            }
        }
    }
}
