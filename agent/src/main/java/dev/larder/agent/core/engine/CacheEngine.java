package dev.larder.agent.core.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all cached methods share: the store that answers now, the loads under way, the transactions that have written,
 * the limits, the master switch.
 *
 * <p>It exists before any store does, since the application's first cached call may come while the store is being
 * started. Such a call waits for its budget at most and then runs uncached.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class CacheEngine {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final Duration redisTimeout;
    private final LoadConfig limits;
    private final SingleFlight flights = new SingleFlight();
    private final Shortcuts shortcuts;
    private final UnfinishedWrites unfinishedWrites = new UnfinishedWrites();
    private final RateLimitedLog log;
    private final CountDownLatch opened = new CountDownLatch(1);

    @GuardedBy("this")
    private final EarlyEvictions early = new EarlyEvictions();

    /** Publishes the store to calls, once; null until it has started. */
    private volatile @Nullable CacheStore store;

    /** Whether a store is on its way, so that a call may wait for it. */
    private volatile boolean opening;

    /** The master switch; operators write, calls read. */
    private volatile boolean enabled;

    public CacheEngine(Ticker ticker, Duration redisTimeout, LoadConfig limits, boolean enabled) {
        this.ticker = ticker;
        this.redisTimeout = redisTimeout;
        this.limits = limits;
        this.enabled = enabled;
        this.shortcuts = new Shortcuts(ticker);
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
    }

    /** Says that {@link #open} will follow soon: calls may wait for it from now on. */
    public void opening() {
        opening = true;
    }

    /**
     * Lets calls use {@code store}, which begins with the evictions that came before it.
     *
     * @param store not connected yet, so that it only takes note of evictions: callers wait here meanwhile
     */
    public void open(CacheStore store) {
        synchronized (this) {
            evictEarly(store);
            this.store = store;
        }
        opened.countDown();
    }

    @GuardedBy("this")
    private void evictEarly(CacheStore store) {
        Eviction missed = early.take();
        try {
            if (missed != null) {
                store.evict(missed, newBudget());
            }
        } catch (StoreException e) {
            throw new IllegalStateException("A store that is not connected failed an eviction", e);
        }
    }

    /**
     * Evicts, now or, where no store has started, before any call can use it.
     *
     * @return how many keys were removed, as far as that is known
     */
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        CacheStore open = awaitStore(budget);
        if (open == null) {
            open = storeUnlessEarly(eviction);
        }
        return open == null ? 0 : open.evict(eviction, budget);
    }

    private synchronized @Nullable CacheStore storeUnlessEarly(Eviction eviction) {
        if (store == null) {
            early.add(eviction);
        }
        return store;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    /** Says which threads are hidden from the cache; whoever defers an eviction tells it. */
    public UnfinishedWrites unfinishedWrites() {
        return unfinishedWrites;
    }

    /** The store, if one has started. */
    public @Nullable CacheStore store() {
        return store;
    }

    /** The one of its parts that answers now; null as with {@link #store}. */
    @Nullable
    CacheStore answering() {
        CacheStore open = store;
        return open == null ? null : open.answering();
    }

    /** As {@link #store}, waiting within the call's budget for a store that is being started. */
    public @Nullable CacheStore awaitStore(Budget budget) {
        if (store == null && opening) {
            try {
                boolean open = opened.await(budget.startWaiting(), TimeUnit.NANOSECONDS);
                opening = open; // one call's patience is enough: those behind it do not wait again
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                budget.stopWaiting();
            }
        }
        return store;
    }

    /** What one call may spend on waiting. */
    public Budget newBudget() {
        return new Budget(ticker, redisTimeout);
    }

    Ticker ticker() {
        return ticker;
    }

    Shortcuts shortcuts() {
        return shortcuts;
    }

    SingleFlight flights() {
        return flights;
    }

    /**
     * How long a call waits for other callers' loads in all, in nanoseconds: a lease for a loader that may be gone, and as
     * long for the one that takes over. With a single lease, all who waited for the first would lose patience at the
     * moment the second begins.
     */
    long patienceNanos() {
        return limits.lease().multipliedBy(2).toNanos();
    }

    /** Tells the operator of a fault of ours, at a bounded rate. Never throws. */
    public void report(String signature, Throwable fault) {
        try {
            log.error(
                    "A fault of the cache in a call of " + signature
                            + ". The method's own result was returned. Please report it",
                    fault);
        } catch (Throwable unreportable) {
            // No memory or no stack is left to say so; the error counter has it.
        }
    }

    /** Tells the developer of a result or key that cannot be cached. Never throws. */
    public void warn(String message) {
        try {
            AgentLog.warn(message);
        } catch (Throwable unreportable) {
            // As above.
        }
    }
}
