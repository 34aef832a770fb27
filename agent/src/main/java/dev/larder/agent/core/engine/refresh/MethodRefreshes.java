package dev.larder.agent.core.engine.refresh;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.context.CallersContexts;
import dev.larder.agent.core.store.StoredEntry;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of one method are due to be refreshed, and which may serve although they are stale.
 *
 * <p>An entry is due for its last part, which {@code refreshAhead} says, and when it is stale. Before that it is due with a probability that
 * grows towards its end with the time that loads take, as in XFetch (Vattani, Chierichetti, Lowenstein: "Optimal Probabilistic Cache
 * Stampede Prevention", 2015): slow loads begin early enough to be done in time. No entry is due in its first half for that.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock.
 *
 * <p><b>Threads.</b> Thread-safe. Held by the call site of the method.
 */
public final class MethodRefreshes {

    /** So much of the time to live is left of an entry that jitter has shortened the most. */
    private static final double LEAST_OF_TTL = 0.9;

    /** A load time earlier than so many times before its end, an entry is due less than once in a thousand calls. */
    private static final int LOADS_AHEAD = 7;

    /** The weight of the last load in the average, as a power of two. */
    private static final int WEIGHT_BITS = 2;

    private final Freshness freshness;
    private final LongSupplier ttlMillis;
    private final LongSupplier nullTtlMillis;
    private final RefreshThreads threads;
    private final Ticker ticker;
    final Marks marks = new Marks();
    private final CallersContexts contexts = new CallersContexts();

    /** How many of its refreshes run on threads of their own. */
    private final AtomicInteger running = new AtomicInteger();

    /** How long a load takes, on average. Written without a lock, since one lost load does not matter. */
    private volatile long loadNanos;

    /**
     * @param ttlMillis as it is now
     * @param nullTtlMillis the same of null results
     */
    public MethodRefreshes(
            Freshness freshness,
            LongSupplier ttlMillis,
            LongSupplier nullTtlMillis,
            RefreshThreads threads,
            Ticker ticker) {
        this.freshness = freshness;
        this.ttlMillis = ttlMillis;
        this.nullTtlMillis = nullTtlMillis;
        this.threads = threads;
        this.ticker = ticker;
    }

    /** Whether a call that has found this value should have it refreshed: nobody does so here now. */
    public boolean isDue(StoredEntry entry, boolean isNull, String key) {
        boolean mayBeRenewed = Renewal.threads != 0;
        if (entry.version() == StoredEntry.UNSTORED || (!mayBeRenewed && !freshness.refreshes())) {
            return false;
        }
        long nowNanos = ticker.nanoTime();
        long leftNanos = entry.staleFromNanos() - nowNanos;
        if (mayBeRenewed && Renewal.takes(leftNanos)) {
            return !marks.isQuiet(key, nowNanos);
        }
        if (!freshness.refreshes()) {
            return false;
        }
        long aheadNanos = aheadNanos(isNull);
        return leftNanos < Math.max(aheadNanos, loadsAheadNanos(isNull))
                && (leftNanos < aheadNanos || isDrawn(leftNanos))
                && !marks.isQuiet(key, nowNanos);
    }

    /** For how long this value is certainly not due. */
    public long notDueNanos(StoredEntry entry) {
        long leftNanos = entry.staleFromNanos() - ticker.nanoTime();
        return leftNanos - Math.max(aheadNanos(false), loadsAheadNanos(false));
    }

    private long aheadNanos(boolean isNull) {
        double ahead = freshness.refreshAhead();
        return ahead == 0 ? 0 : (long) ((1 - ahead) * LEAST_OF_TTL * ttlNanos(isNull));
    }

    private long loadsAheadNanos(boolean isNull) {
        return freshness.refreshAhead() == 0 ? 0 : Math.min(LOADS_AHEAD * loadNanos, ttlNanos(isNull) / 2);
    }

    private boolean isDrawn(long leftNanos) {
        return leftNanos < -Math.log(ThreadLocalRandom.current().nextDouble()) * loadNanos;
    }

    private long ttlNanos(boolean isNull) {
        return TimeUnit.MILLISECONDS.toNanos((isNull ? nullTtlMillis : ttlMillis).getAsLong());
    }

    /** A load, or a refresh, has taken so long. */
    public void loaded(long nanos) {
        long known = loadNanos;
        loadNanos = known == 0 ? nanos : known + ((nanos - known) >> WEIGHT_BITS);
    }

    /** Whether callers get this stale value while it is refreshed. */
    public boolean servesStale(StoredEntry entry) {
        return isYoungerThan(freshness.staleTtlMillis(), entry);
    }

    /** Whether callers get this stale value when the method throws. */
    public boolean servesAfterError(StoredEntry entry) {
        return isYoungerThan(freshness.staleIfErrorMillis(), entry);
    }

    /** Whether a failing method may have its callers get stale values. */
    public boolean mayServeAfterError() {
        return freshness.staleIfErrorMillis() > 0;
    }

    /** Whether a refresh runs in the call that begins it. */
    public boolean areInCaller() {
        return freshness.inCaller();
    }

    private boolean isYoungerThan(long staleMillis, StoredEntry entry) {
        long staleNanos = TimeUnit.MILLISECONDS.toNanos(staleMillis);
        return ticker.nanoTime() - entry.staleFromNanos() < staleNanos;
    }

    /** Refreshes on the calling thread. Returns what the body returned, or {@link Refresh#NOTHING}. */
    public @Nullable Object refreshHere(Refresh refresh) {
        return marks.begin(refresh.key(), ticker.nanoTime()) ? refresh.run(this) : Refresh.NOTHING;
    }

    /**
     * Refreshes on another thread, if there is one for it. Returns at once.
     *
     * @param refresh is asked for only if nobody refreshes the key here: what it captures of the caller has its price
     */
    public void refreshElsewhere(String key, Supplier<Refresh> refresh) {
        if (!marks.begin(key, ticker.nanoTime())) {
            return;
        }
        boolean isStarted = false;
        try {
            isStarted = running.incrementAndGet() <= RefreshThreads.MOST_OF_A_METHOD && isStarted(refresh.get());
        } finally {
            if (!isStarted) {
                running.decrementAndGet();
                marks.denied(key, ticker.nanoTime());
            }
        }
    }

    private boolean isStarted(Refresh refresh) {
        return threads.isStarted(() -> {
            try {
                refresh.run(this);
            } finally {
                running.decrementAndGet();
            }
        });
    }

    /** For refreshes on other threads than their callers'. */
    public CallersContexts contexts() {
        return contexts;
    }

    RefreshThreads threads() {
        return threads;
    }

    Ticker ticker() {
        return ticker;
    }
}
