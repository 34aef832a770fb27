package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Answers look-ups when all callers have asked; from some step on it does not answer. */
final class UnansweringStore extends ForwardingStore {

    /** Where a store gives no answer, and to everything after. */
    enum Step {
        NEVER,
        STORE,
        CLAIM,
        LOOKUP
    }

    /** These are set by the test, read by callers. */
    volatile Step silent = Step.NEVER;

    volatile CountDownLatch asked = new CountDownLatch(0);

    /** Where this process does not come to see whether there is an answer. */
    volatile Set<Step> unseen = Set.of();

    /** How long it takes the I/O thread to come to read the answers to claims, and to stores. */
    volatile long unreadMillis;

    /** Whether all of a call's time goes by, and nobody reads, before a claim is answered. */
    volatile boolean isClaimUnread;

    /** How long the release of a lease may take. */
    final AtomicLong nanosToRelease = new AtomicLong();

    volatile boolean peeks = true;

    /** When claims are asked, and when what was answered to them is heard. */
    volatile CountDownLatch claimMayGo = new CountDownLatch(0);

    volatile CountDownLatch answeredClaimMayGo = new CountDownLatch(0);

    final AtomicInteger answeredClaims = new AtomicInteger();

    /** When the second look-up comes to its outcome. */
    volatile CountDownLatch lateHears = new CountDownLatch(0);

    final AtomicInteger lookups = new AtomicInteger();
    final AtomicInteger claims = new AtomicInteger();

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
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            answer(Step.STORE);
            read(budget);
            return super.store(entry, ttlMillis, staleMillis, budget);
        }

        @Override
        public void release(Budget budget) throws StoreException {
            nanosToRelease.set(budget.startWaiting());
            super.release(budget);
        }
    }

    static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("The test is over", e);
        }
    }
}
