package dev.larder.agent.core.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Latch;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.SingleFlight;
import dev.larder.agent.core.engine.refresh.RefreshThreads;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.EvictionSet;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.UnfinishedWrites;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.BulkTurns;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What all cached methods share: the store that answers now, the loads under way, the transactions that have written,
 * the limits, the master switch.
 *
 * <p>It exists before any store does, since the application's first cached call may come while the store starts. Such
 * a call waits within its budget and then runs uncached. An eviction waits as long as it would wait for Redis, since it has to
 * reach other processes before it returns.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class CacheEngine {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final int BUDGETS_IN_A_TURN = 10;
    private static final int MAX_EARLY = 10_000;

    private final Ticker ticker;
    private final Duration redisTimeout;

    /** How long an eviction waits for the store to start: as long as it would wait for Redis. */
    private final Duration evictionTimeout;

    /**
     * One lease for a loader that may be gone, and one for the loader that takes over. With a single lease, all callers
     * that waited for the first loader would give up at the moment when the second begins.
     */
    private final long patienceNanos;

    private final BulkTurns bulkTurns = new BulkTurns();
    private final SingleFlight flights;
    private final Shortcuts shortcuts;
    private final RoomyThreads roomyThreads;
    private final LaterThreads laterThreads;
    private final RefreshThreads refreshThreads;
    private final UnfinishedWrites unfinishedWrites;
    private final PrivateEngines privateEngines = new PrivateEngines(this);
    private final RateLimitedLog log;
    private final RateLimitedLog thrownLog;
    private final Latch opened = new Latch();

    /** Evictions from before there is a store, for the store to begin with: in Redis there may be what they are about. */
    @GuardedBy("this")
    private final EvictionSet early = new EvictionSet(MAX_EARLY, EvictionSet.MAX_PATTERNS);

    /** Publishes the store to calls; null until it has started. */
    private volatile @Nullable CacheStore store;

    /** The same without what guards its loads: for hits. */
    private volatile @Nullable CacheStore hits;

    /** What loads go through. */
    @GuardedBy("this")
    private UnaryOperator<CacheStore> guard = UnaryOperator.identity();

    /**
     * The keys of which the source is about to get another value. Null as long as no method writes behind: a load that has seen that began
     * before any write. A load reads the field.
     */
    volatile @Nullable Predicate<String> comingWrites;

    /** Whether a store is being started, so that a call may wait for it. */
    private volatile boolean opening;

    /** False once an eviction has waited for the store in vain. */
    private volatile boolean evictionsWait = true;

    /** What an eviction also evicts, once there are names to hide; publishes them to evictions. */
    private volatile @Nullable UnaryOperator<Eviction> widening;

    /** The master switch; operators write, calls read. */
    private volatile boolean enabled;

    /** Where no Redis is configured: evictions that come before the store wait no longer than other calls do. */
    public CacheEngine(Ticker ticker, Duration redisTimeout, LoadConfig limits, boolean enabled) {
        this(ticker, redisTimeout, redisTimeout, limits, enabled);
    }

    /**
     * @param redisTimeout how long a call may wait
     * @param evictionTimeout how long an eviction may wait for a store that other processes share
     */
    public CacheEngine(
            Ticker ticker, Duration redisTimeout, Duration evictionTimeout, LoadConfig limits, boolean enabled) {
        this(ticker, redisTimeout, evictionTimeout, limits, enabled, new LaterThreads());
    }

    CacheEngine(
            Ticker ticker,
            Duration redisTimeout,
            Duration evictionTimeout,
            LoadConfig limits,
            boolean enabled,
            LaterThreads laterThreads) {
        this.ticker = ticker;
        this.redisTimeout = redisTimeout;
        this.evictionTimeout = evictionTimeout;
        this.patienceNanos = 2 * limits.lease().toNanos();
        this.enabled = enabled;
        this.flights = new SingleFlight(ticker);
        this.shortcuts = new Shortcuts(ticker);
        this.roomyThreads = new RoomyThreads();
        this.laterThreads = laterThreads;
        this.refreshThreads = new RefreshThreads(laterThreads, this::newBudget);
        this.unfinishedWrites = new UnfinishedWrites();
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
        this.thrownLog = new RateLimitedLog(ticker, LOG_INTERVAL);
    }

    /** One of the {@link PrivateEngines} of {@code whole}. */
    CacheEngine(CacheEngine whole) {
        this.ticker = whole.ticker;
        this.redisTimeout = whole.redisTimeout;
        this.evictionTimeout = whole.redisTimeout;
        this.patienceNanos = whole.patienceNanos;
        this.enabled = whole.enabled;
        this.flights = new SingleFlight(ticker);
        this.shortcuts = new Shortcuts(ticker);
        this.roomyThreads = whole.roomyThreads;
        this.laterThreads = whole.laterThreads;
        this.refreshThreads = whole.refreshThreads;
        this.unfinishedWrites = whole.unfinishedWrites;
        this.log = whole.log;
        this.thrownLog = whole.thrownLog;
    }

    /** Says that {@link #open} will follow soon: calls may wait for it from now on. */
    public void opening() {
        opening = true;
    }

    /** Lets calls use {@code store}, which begins with the evictions that came before it. */
    public void open(CacheStore store) {
        open(store, () -> {});
    }

    /**
     * The same for a store that connects to other processes.
     *
     * @param store not connected yet, so that it only records evictions: callers wait here meanwhile
     * @param connect lets it begin to connect; then the first call finds a store whose connection it can wait for
     */
    public void open(CacheStore store, Runnable connect) {
        synchronized (this) {
            evictEarly(store);
            connect.run();
            this.hits = store;
            this.store = guard.apply(store);
        }
        opened.open();
    }

    /**
     * From now on, all that calls do goes through what {@code guard} makes of the store, except for hits.
     *
     * @param comingWrites the keys with a write under way whose value the source does not have yet. Waits for nothing
     */
    public synchronized void guardLoads(UnaryOperator<CacheStore> guard, Predicate<String> comingWrites) {
        this.guard = guard;
        this.comingWrites = comingWrites;
        CacheStore open = hits;
        if (open != null) {
            store = guard.apply(open);
        }
        privateEngines.guardLoads(guard, comingWrites);
    }

    /** Has loads of {@code other} go through the same. To be called under this engine's lock. */
    @GuardedBy("this")
    void guardAlso(CacheEngine other) {
        Predicate<String> coming = comingWrites;
        if (coming != null) {
            other.guardLoads(guard, coming);
        }
    }

    @GuardedBy("this")
    private void evictEarly(CacheStore store) {
        Eviction missed = early.take();
        try {
            if (!missed.isEmpty()) {
                store.evict(widened(missed), newBudget());
            }
        } catch (StoreException e) {
            throw new IllegalStateException("A store that is not connected failed an eviction", e);
        }
    }

    /**
     * Evicts now, whatever is left of the stack; if no store has started, before any call can use it.
     *
     * @return how many keys were removed, as far as that is known
     */
    public long evict(Eviction eviction) throws StoreException {
        CacheStore started = store;
        CacheStore open = started == null ? awaitStoreToEvict(eviction) : started;
        UnaryOperator<Eviction> widen = widening; // which is known when the store has started
        Eviction all = widen == null ? eviction : widen.apply(eviction);
        long removed = privateEngines.exist ? privateEngines.evict(all) : 0;
        if (open == null) {
            return removed;
        }
        try {
            return removed + roomyThreads.<Long, StoreException>run(() -> open.evict(all, newBudget()));
        } finally {
            if (privateEngines.exist) {
                privateEngines.evict(all); // what was made meanwhile of entries that are evicted now
            }
        }
    }

    /**
     * Makes evictions cover more than they name. Called before anything is stored that only the further names cover: an eviction that
     * began earlier ends before that is loaded.
     */
    public void widenEvictions(UnaryOperator<Eviction> widen) {
        widening = widen;
    }

    /** All that {@code eviction} evicts. */
    public Eviction widened(Eviction eviction) {
        UnaryOperator<Eviction> widen = widening;
        return widen == null ? eviction : widen.apply(eviction);
    }

    /** Whether there are names to hide. */
    public boolean widensEvictions() {
        return widening != null;
    }

    /** Whether there may be results that are kept in this process on purpose. */
    public boolean mayKeepLocal() {
        return privateEngines.exist;
    }

    /** The engines of results that never leave this process. */
    public PrivateEngines privateEngines() {
        return privateEngines;
    }

    /**
     * Waits also if its thread is interrupted: a process that evicts once and ends would else have told nobody. It does not
     * need to hear that a store {@linkplain #opening is being started}, since what evicts follows what starts one.
     */
    private @Nullable CacheStore awaitStoreToEvict(Eviction eviction) {
        boolean interrupted = Thread.interrupted();
        try {
            if (evictionsWait) {
                evictionsWait = opened.await(evictionTimeout.toNanos());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return storeUnlessEarly(eviction);
    }

    private synchronized @Nullable CacheStore storeUnlessEarly(Eviction eviction) {
        if (store == null) {
            early.add(eviction);
        }
        return store;
    }

    /** How many keys, tags and patterns are waiting for a first store. */
    public synchronized int earlyEvictions() {
        return early.size();
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        privateEngines.beforeSwitch(enabled);
        this.enabled = enabled;
        privateEngines.afterSwitch(enabled);
    }

    /** Says which threads are hidden from the cache; whoever defers an eviction tells it. */
    public UnfinishedWrites unfinishedWrites() {
        return unfinishedWrites;
    }

    /** The store, if one has started. */
    public @Nullable CacheStore store() {
        return store;
    }

    /** What can be looked at without waiting; null for nothing. */
    @Nullable
    LocalEntries local(Tier tier) {
        CacheStore open = tier == Tier.LOCAL ? privateEngines.local().hits : hits;
        return open == null ? null : tier == Tier.NEAR ? copies(open) : open.local();
    }

    /**
     * Copies that end in no order with the answers of other servers are not for a load: what it makes of one that is about to end could
     * be stored by a server that has evicted already.
     */
    private static @Nullable LocalEntries copies(CacheStore open) {
        LocalEntries near = open.near();
        return near == null || near.endInOrder() || LoadingThread.current().innermost == null ? near : null;
    }

    /** How long entries live at most, where they are stored now. */
    long longestMillis() {
        CacheStore open = hits;
        return open == null ? Long.MAX_VALUE : open.longestMillis();
    }

    /** Whether a call of the current thread may use copies. */
    boolean mayUseCopies() {
        CacheStore open = hits;
        return open != null && copies(open) != null;
    }

    /** As {@link #store}, waiting within the call's budget for a store that is being started. */
    public @Nullable CacheStore awaitStore(Budget budget) {
        if (store == null && opening) {
            try {
                boolean open = opened.await(budget.startWaiting());
                opening = open; // one call has waited long enough: later calls do not wait again
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                budget.stopWaiting();
            }
        }
        return store;
    }

    /** Whether there is a store, or will be one within a call's budget. */
    public boolean mayAwaitStore() {
        return opening || store != null;
    }

    /** Whether the store answers without being waited for. */
    public boolean answersAtOnce() {
        LocalEntries local = local(Tier.SHARED);
        return local != null && local.areAll();
    }

    /** Do the work of calls whose callers wait for nothing. */
    public LaterThreads laterThreads() {
        return laterThreads;
    }

    /** Run the bodies that replace entries while callers get what is there. */
    RefreshThreads refreshThreads() {
        return refreshThreads;
    }

    /** Do the work of stores for callers that may have little of their stack left: all but those that load. */
    public RoomyThreads roomyThreads() {
        return roomyThreads;
    }

    /** What one call may spend on waiting. */
    public Budget newBudget() {
        return new Budget(ticker, redisTimeout);
    }

    /**
     * How long a call whose caller waits for nothing may wait for its turn to ask the store. It is not charged to the call: a store that
     * answers gets through a burst in that time, and from one that does not, the failover has changed to memory by then.
     */
    public long longestTurnNanos() {
        return BUDGETS_IN_A_TURN * redisTimeout.toNanos();
    }

    /** For a call that must not wait. */
    public Budget noBudget() {
        return new Budget(ticker, Duration.ZERO);
    }

    /** Tells all of its time. */
    public Ticker ticker() {
        return ticker;
    }

    Shortcuts shortcuts() {
        return shortcuts;
    }

    /** As {@link BulkTurns#begin}; a store that answers at once has no turns. */
    public int beginBulk(int commands, Budget budget) {
        return answersAtOnce() ? 0 : bulkTurns.begin(commands, budget);
    }

    /** Ends what {@link #beginBulk} has begun. */
    public void endBulk(int begun) {
        bulkTurns.end(begun);
    }

    /** The loads under way. */
    public SingleFlight flights() {
        return flights;
    }

    /** How long a call waits for other callers' loads in all. */
    public long patienceNanos() {
        return patienceNanos;
    }

    /** Reports a fault of Larder to the operator, at a bounded rate. Never throws. */
    public void report(String signature, Throwable fault) {
        try {
            log.say(Message.CALL_FAULT.of(signature), fault);
        } catch (Throwable unreportable) {
            // No memory or no stack is left to log it; the error counter has it.
        }
    }

    /** Reports what the application's code threw where its caller does not get that, at a bounded rate. Never throws. */
    void report(LogLine line, Throwable theirs) {
        try {
            thrownLog.say(line, theirs);
        } catch (Throwable unreportable) {
            // The counters have it.
        }
    }

    /** Reports a result or key that cannot be cached to the developer. Never throws. */
    public void say(LogLine line) {
        try {
            AgentLog.say(line);
        } catch (Throwable unreportable) {
            // As above.
        }
    }
}
