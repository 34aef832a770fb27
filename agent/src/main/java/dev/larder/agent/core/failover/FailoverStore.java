package dev.larder.agent.core.failover;

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
import dev.larder.agent.core.store.WriteMark;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
 * is trusted again. Another process may read the old value until then. A write without a lease that Redis fails becomes
 * an eviction of its keys, and fails; an increment is counted here instead.
 */
public final class FailoverStore implements CacheStore, AutoCloseable {

    private final Announcer announcer = new Announcer();
    private final Phases phases;
    private final RecentEvictions recent = new RecentEvictions();
    private final EvictionPath evictions;

    /**
     * Nothing but counters. Of this process, and counting on however often Redis comes and goes. It hears of every
     * eviction, also while Redis answers, and so do those memory stores that share with it what is held off.
     */
    private final CacheStore counters;

    private final Ticker ticker;
    private final @Nullable RemoteConnector connector;
    private final @Nullable ConnectionKeeper keeper;
    private final @Nullable Farewell farewell;
    private final ScheduledExecutorService background;
    private final long initializingEndNanos;

    private FailoverStore(
            @Nullable RemoteConnector connector,
            Supplier<? extends CacheStore> memory,
            Duration connectTimeout,
            ScheduledExecutorService background,
            Ticker ticker) {
        this.connector = connector;
        this.ticker = ticker;
        this.background = background;
        this.initializingEndNanos = ticker.nanoTime() + connectTimeout.toNanos();
        if (connector == null) {
            this.phases = phases(Mode.MEMORY, "no Redis configured", memory);
            this.keeper = null;
            this.farewell = null;
        } else {
            this.phases = phases(Mode.INITIALIZING, "connecting to Redis at " + connector.address(), memory);
            this.keeper = new ConnectionKeeper(connector, phases, recent, background, ticker, new SplittableRandom());
            this.farewell = new Farewell(phases, connector.address(), keeper::flush);
        }
        this.evictions = new EvictionPath(phases, recent, connector != null);
        this.counters = memory.get();
    }

    private Phases phases(Mode first, String reason, Supplier<? extends CacheStore> memory) {
        return new Phases(first, reason, memory, ticker, InstantSource.system(), this::changed);
    }

    /**
     * Where no Redis is configured.
     *
     * @param background see {@link #over}
     */
    public static FailoverStore memoryOnly(
            Supplier<? extends CacheStore> memory, ScheduledExecutorService background, Ticker ticker) {
        return new FailoverStore(null, memory, Duration.ZERO, background, ticker);
    }

    /**
     * Not connected, and without a thread, until {@link #start}.
     *
     * @param memory makes an empty store for each time that Redis is away; what was evicted, from whichever of them, is to
     *     be held off in all of them
     * @param connectTimeout the limit that {@code connector} keeps
     * @param background of one thread, for what is not to hold up a call; shut down with this store
     */
    public static FailoverStore over(
            RemoteConnector connector,
            Supplier<? extends CacheStore> memory,
            Duration connectTimeout,
            ScheduledExecutorService background,
            Ticker ticker) {
        return new FailoverStore(connector, memory, connectTimeout, background, ticker);
    }

    /** Begins to connect, in the background. */
    public void start() {
        if (keeper != null) {
            keeper.start();
        }
        if (farewell != null) {
            farewell.arm();
        }
    }

    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        return phases.current().store().peek(key, fingerprint, tags);
    }

    @Override
    public CacheStore answering() {
        return phases.current().store();
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        return decided(budget).store().lookup(id, budget);
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
        return decided(budget).store().lookupAll(ids, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        Claim claim = answering.claim(id, budget);
        return claim instanceof Claim.Granted granted
                ? new Claim.Granted(new PhaseLease(granted.lease(), answering, phases, PhaseLease.Effects.NONE))
                : claim;
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        return new PhaseMark(answering.mark(budget), answering);
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        Phase phase = decided(budget);
        CacheStore answering = phase.store();
        WriteMark mark = null;
        if (since instanceof PhaseMark taken) {
            if (taken.store() != answering) {
                return null;
            }
            mark = taken.mark();
        }
        Lease lease = answering.takeOver(id, mark, budget);
        return lease == null ? null : new PhaseLease(lease, answering, phases, effectsOfPut(id.key(), phase));
    }

    @Override
    public Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, Budget budget) throws StoreException {
        Phase phase = decided(budget);
        CacheStore answering = phase.store();
        Map<EntryId, Lease> leases = new LinkedHashMap<>();
        answering
                .takeOverAll(ids, budget)
                .forEach((id, lease) ->
                        leases.put(id, new PhaseLease(lease, answering, phases, effectsOfPut(id.key(), phase))));
        return leases;
    }

    private PhaseLease.Effects effectsOfPut(String key, Phase phase) {
        Eviction older = Eviction.ofKey(key);
        return phase.isRemoteAnswering()
                ? new PhaseLease.Effects() {
                    /** Redis may forget what it stored, and then it has the older value again. */
                    @Override
                    public void stored() {
                        recent.confirmed(older);
                    }
                }
                : new PhaseLease.Effects() {
                    /** What memory gets in place of Redis, Redis must not have in an older form when it is back. */
                    @Override
                    public void beforeStore(Budget budget) {
                        evictions.tell(older, budget);
                    }
                };
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        Set<String> keys = entries.keySet().stream().map(EntryId::key).collect(Collectors.toUnmodifiableSet());
        write(Eviction.ofKeys(keys), budget, store -> {
            store.putAll(entries, ttlMillis, budget);
            return Lookup.ABSENT;
        });
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        Lookup present = write(Eviction.ofKey(id.key()), budget, store -> {
            StoredEntry there = store.putIfAbsent(id, entry, ttlMillis, budget);
            return there == null ? Lookup.ABSENT : new Lookup.Fresh(there);
        });
        return present instanceof Lookup.Fresh fresh ? fresh.entry() : null;
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
        boolean counter = counters.expire(key, ttlMillis, budget);
        return write(Eviction.ofKey(key), budget, store -> store.expire(key, ttlMillis, budget)) || counter;
    }

    /**
     * A write under no lease. Afterwards nobody reads of these keys what was there before, whether Redis is away and
     * memory is written to in its place, or fails and leaves open what it did, or goes and comes meanwhile.
     */
    private <T> T write(Eviction before, Budget budget, Write<T> write) throws StoreException {
        Phase phase = decided(budget);
        if (!phase.isRemoteAnswering()) {
            phase = evictions.tell(before, budget).phase();
        }
        T answer;
        try {
            answer = write.to(phase.store());
        } catch (StoreException | RuntimeException e) {
            evict(before, budget);
            throw e;
        }
        if (phase.isRemoteAnswering()) {
            recent.confirmed(before); // Redis may forget what it wrote
        }
        if (phases.current().store() != phase.store()) {
            evict(before, budget); // what was written is out of reach, and what others have is older
        }
        return answer;
    }

    /** Where Redis does not answer, or is away, this process counts for itself. */
    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        Phase phase = decided(budget);
        if (phase.isRemoteAnswering()) {
            try {
                return phase.store().increment(key, by, ttlMillis, budget);
            } catch (StoreException unanswered) {
                return counters.increment(key, by, ttlMillis, budget); // the listener has heard of the fault
            }
        }
        return counters.increment(key, by, ttlMillis, budget);
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

    /**
     * Does not throw.
     *
     * @return while Redis is away, at least as many as there are keys to evict: how many of them it has is not known,
     *     and that it will be told of them is
     */
    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        EvictionPath.Told told = evictions.tell(eviction, budget);
        Phase phase = told.phase();
        long removed = told.removed() + counters.evict(eviction, budget);
        if (!phase.isRemoteAnswering()) {
            removed += phase.store().evict(eviction, budget);
        }
        boolean isOutstanding = connector != null && phase.remote() == null;
        return isOutstanding ? Math.max(removed, eviction.keys().size()) : removed;
    }

    @Override
    public long memoryEntries() {
        return phases.current().store().memoryEntries();
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        Phase phase = phases.current();
        Inspection seen = phase.store().inspect(key, budget);
        return phase.isRemoteAnswering() ? seen : seen.and(counters.inspect(key, budget));
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

    /** What the end of the process makes us do. */
    void farewell() {
        if (farewell != null) {
            farewell.tellRedis();
        }
    }

    /** Called under the lock of the phases: hands over and returns. */
    private void changed(Phases.Change change) {
        background.execute(() -> {
            if (keeper != null) {
                keeper.changed(change);
            }
            announcer.tell(change);
        });
    }

    /** Returns at once. Calls that still come are answered by whichever store is in force, or fail. */
    @Override
    public void close() {
        if (farewell != null) {
            farewell.disarm();
        }
        background.shutdownNow();
        if (connector != null) {
            connector.close();
        }
    }

    /** Something written to the store that answers. */
    @FunctionalInterface
    private interface Write<T> {
        T to(CacheStore store) throws StoreException;
    }
}
