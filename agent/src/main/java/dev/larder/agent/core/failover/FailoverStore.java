package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.RemoteConnector;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store that calls use: Redis while it is there, memory otherwise.
 *
 * <p><b>Threads.</b> Thread-safe. A call reads the phase once and stays with its stores; {@link Phases} says why that is
 * right. Nothing here waits for a connection, except that a call in {@code INITIALIZING} spends what is left of its
 * budget on the first one being decided, for no longer than connecting may take.
 *
 * <p><b>Failure.</b> Lookups, claims and stores fail with {@link StoreException} when Redis fails them. An eviction does
 * not: where Redis does not acknowledge it, Redis is given up, memory answers, and Redis hears of the eviction before it
 * is trusted again. Another process may read the old value until then.
 */
public final class FailoverStore implements CacheStore, AutoCloseable {

    private final Announcer announcer = new Announcer();
    private final Phases phases;
    private final Ticker ticker;
    private final @Nullable RemoteConnector connector;
    private final @Nullable ConnectionKeeper keeper;
    private final ScheduledExecutorService executor;
    private final long initializingEndNanos;

    private FailoverStore(
            @Nullable RemoteConnector connector,
            Supplier<? extends CacheStore> memory,
            Duration connectTimeout,
            Ticker ticker) {
        this.connector = connector;
        this.ticker = ticker;
        this.executor = executor();
        this.initializingEndNanos = ticker.nanoTime() + connectTimeout.toNanos();
        if (connector == null) {
            this.phases = phases(Mode.MEMORY, "no Redis configured", memory);
            this.keeper = null;
        } else {
            this.phases = phases(Mode.INITIALIZING, "connecting to Redis at " + connector.address(), memory);
            this.keeper = new ConnectionKeeper(connector, phases, executor, ticker, new SplittableRandom());
        }
    }

    private Phases phases(Mode first, String reason, Supplier<? extends CacheStore> memory) {
        return new Phases(first, reason, memory, ticker, InstantSource.system(), this::changed);
    }

    /** Its thread is made with the first task. Tasks that come after the end are dropped. */
    private static ScheduledExecutorService executor() {
        return new ScheduledThreadPoolExecutor(
                1, AgentThreads.named("failover"), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Where no Redis is configured. */
    public static FailoverStore memoryOnly(Supplier<? extends CacheStore> memory, Ticker ticker) {
        return new FailoverStore(null, memory, Duration.ZERO, ticker);
    }

    /**
     * Not connected, and without a thread, until {@link #start}.
     *
     * @param memory makes an empty store for each time that Redis is away
     * @param connectTimeout the limit that {@code connector} keeps
     */
    public static FailoverStore over(
            RemoteConnector connector, Supplier<? extends CacheStore> memory, Duration connectTimeout, Ticker ticker) {
        return new FailoverStore(connector, memory, connectTimeout, ticker);
    }

    /** Begins to connect, in the background. */
    public void start() {
        if (keeper != null) {
            keeper.start();
        }
    }

    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        return phases.current().store().peek(key, fingerprint, tags);
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        return decided(budget).store().lookup(id, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        Claim claim = answering.claim(id, budget);
        return claim instanceof Claim.Granted granted
                ? new Claim.Granted(new PhaseLease(granted.lease(), answering))
                : claim;
    }

    private Phase decided(Budget budget) {
        Phase phase = phases.current();
        if (phase.mode() != Mode.INITIALIZING || ticker.nanoTime() - initializingEndNanos >= 0) {
            return phase;
        }
        try {
            Waiting.await(phases.decided(), budget);
        } catch (TimeoutException | ExecutionException e) {
            return phases.current(); // memory, most likely: the call has waited long enough
        }
        return phases.current();
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        phases.current().store().discard(id, unreadable, budget);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        if (connector == null) {
            return phases.current().store().evict(eviction, budget);
        }
        Phase phase = phases.current();
        if (phase.remote() == null) {
            phase = phases.journalIfAway(eviction);
        }
        RemoteStore remote = phase.remote();
        return remote == null
                ? phase.store().evict(eviction, budget)
                : evictRemotely(eviction, remote, phase.store(), budget);
    }

    /** In {@code RECOVERING} also from the memory that still answers; in {@code REDIS} that is Redis itself. */
    private long evictRemotely(Eviction eviction, RemoteStore remote, CacheStore answering, Budget budget)
            throws StoreException {
        long removed;
        try {
            removed = remote.evict(eviction, budget);
        } catch (StoreException e) {
            Phase away = phases.leaveAndJournal(eviction, "Redis did not confirm an eviction: " + e.getMessage());
            return away.store().evict(eviction, budget);
        }
        return answering == remote ? removed : removed + answering.evict(eviction, budget);
    }

    @Override
    public long memoryEntries() {
        return phases.current().store().memoryEntries();
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        return phases.current().store().inspect(key, budget);
    }

    public ModeStatus status() {
        return phases.current().status();
    }

    public void addListener(ModeListener listener) {
        announcer.add(listener);
    }

    public void removeListener(ModeListener listener) {
        announcer.remove(listener);
    }

    /** Without secrets; empty if none is configured. */
    public String address() {
        return connector == null ? "" : connector.address();
    }

    /** Returns how long Redis took to answer. */
    public Duration ping(Budget budget) throws StoreException {
        Phase phase = phases.current();
        RemoteStore remote = phase.remote();
        if (remote == null) {
            throw new StoreException(
                    "Mode " + phase.mode() + ": " + phase.status().reason(), null);
        }
        long start = ticker.nanoTime();
        remote.check(budget);
        return Duration.ofNanos(ticker.nanoTime() - start);
    }

    /** As of a few seconds ago; -1 if unknown. */
    public long usedMemoryBytes() {
        return keeper == null ? -1 : keeper.usedMemoryBytes();
    }

    /** Evictions that Redis has not heard of yet. */
    public int journalSize() {
        return phases.journalSize();
    }

    /** Drops memory and connection and answers nothing until {@link #switchOn}; evictions are journalled meanwhile. */
    public void switchOff(String reason) {
        phases.switchOff(reason);
    }

    /** Starts with an empty memory and, where there is one, connects to Redis. */
    public void switchOn(String reason) {
        phases.switchOn(reason);
    }

    /** Called under the lock of the phases: hands over and returns. */
    private void changed(Phases.Change change) {
        executor.execute(() -> {
            if (keeper != null) {
                keeper.changed(change);
            }
            announcer.tell(change);
        });
    }

    /**
     * A lease that is void once its store does not answer any more: evictions do not reach that store, so it would call
     * a value stored that was evicted, and the load would share it.
     */
    private final class PhaseLease implements Lease {

        private final Lease lease;
        private final CacheStore granting;

        PhaseLease(Lease lease, CacheStore granting) {
            this.lease = lease;
            this.granting = granting;
        }

        @Override
        public boolean keepsReferences() {
            return lease.keepsReferences();
        }

        /** Looks after it has stored: an eviction before that has voided the lease, or went to another store. */
        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
            return lease.store(entry, ttlMillis, budget) && phases.current().store() == granting;
        }

        @Override
        public void release(Budget budget) throws StoreException {
            lease.release(budget);
        }
    }

    /** Returns at once. Calls that still come are answered by whichever store is in force, or fail. */
    @Override
    public void close() {
        executor.shutdownNow();
        if (connector != null) {
            connector.close();
        }
    }
}
