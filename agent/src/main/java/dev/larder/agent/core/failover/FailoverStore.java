package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.connection.ConnectionKeeper;
import dev.larder.agent.core.failover.connection.RecentEvictions;
import dev.larder.agent.core.failover.connection.Rest;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.ModeStatus;
import dev.larder.agent.core.failover.phase.Phase;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The store that calls use: Redis while it is there, memory otherwise.
 *
 * <p><b>Threads.</b> Thread-safe. A call reads the phase once and stays with its stores; {@link Phases} says why that
 * is right. Nothing here waits for a connection, with one exception: the first calls wait for the first attempt to
 * connect, see {@link InitialWait}.
 *
 * <p><b>Failure.</b> Lookups, claims and stores fail with {@link StoreException} if Redis fails. An eviction does not
 * fail: it returns when Redis has confirmed it, or when Redis is gone. Then memory answers, and Redis gets the
 * eviction before it is trusted again. Until then another process may read the old value. If a write without a lease
 * fails, its caller has to evict its keys; an increment is counted here instead.
 */
public final class FailoverStore implements CacheStore, AutoCloseable {

    private final Announcer announcer;
    private final Phases phases;
    private final RecentEvictions recent = new RecentEvictions();

    /** Null if no Redis is configured, like the connector. */
    private final @Nullable EvictionPath evictions;

    /**
     * Holds counters only: those of this process, which continue however often Redis comes and goes. It gets evictions once it
     * has counted anything, and while Redis answers, for the memory stores that share its hold-offs.
     */
    private final CacheStore counters;

    /** Whether anything was counted here; published before it is, so that whoever evicts it afterwards sees that. */
    private volatile boolean counting;

    private final Ticker ticker;
    private final @Nullable RemoteConnector connector;
    private final @Nullable SpareConnection spare;
    private final @Nullable ConnectionKeeper keeper;
    /** Ended by every call that needs Redis, or copies that are valid only while Redis is watched. */
    private final @Nullable Rest rest;

    private final @Nullable ShutdownFlush shutdownFlush;
    private final ScheduledExecutorService background;
    private final InitialWait initialWait;

    private FailoverStore(
            @Nullable RemoteConnector connector,
            CacheStore.Fallbacks memory,
            RedisConfig redis,
            ScheduledExecutorService background,
            Ticker ticker) {
        this.announcer = Announcer.toLog(ticker);
        this.connector = connector;
        this.ticker = ticker;
        this.background = background;
        this.initialWait = new InitialWait(ticker);
        if (connector == null) {
            this.phases = phases(Mode.MEMORY, "no Redis configured", memory);
            this.evictions = null;
            this.spare = null;
            this.keeper = null;
            this.rest = null;
            this.shutdownFlush = null;
        } else {
            this.phases = phases(Mode.INITIALIZING, "connecting to Redis at " + connector.address(), memory);
            this.spare = new SpareConnection(connector, redis.evictionTimeout(), ticker);
            this.evictions = new EvictionPath(phases, recent, redis.evictionTimeout(), ticker, spare);
            this.keeper = new ConnectionKeeper(
                    connector,
                    phases,
                    recent,
                    redis.timeout(),
                    announcer::tellReason,
                    announcer::attemptFailed,
                    background,
                    ticker,
                    new SplittableRandom());
            this.rest = keeper.rest();
            this.shutdownFlush = new ShutdownFlush(phases, connector.address(), keeper::flush);
        }
        this.counters = memory.get();
    }

    private Phases phases(Mode first, String reason, CacheStore.Fallbacks memory) {
        return new Phases(first, reason, memory, ticker, InstantSource.system(), this::changed);
    }

    /**
     * Where no Redis is configured.
     *
     * @param background see {@link #over}
     */
    public static FailoverStore memoryOnly(
            CacheStore.Fallbacks memory, ScheduledExecutorService background, Ticker ticker) {
        return new FailoverStore(null, memory, RedisConfig.disabled(), background, ticker);
    }

    /**
     * Not connected, and without a thread, until {@link #start}.
     *
     * @param memory makes a store for each time that Redis is away; an eviction from any of them holds loads off in all
     *     of them
     * @param redis the limits of calls and of connecting
     * @param background has one thread, for work that must not delay a call; shut down with this store
     */
    public static FailoverStore over(
            RemoteConnector connector,
            CacheStore.Fallbacks memory,
            RedisConfig redis,
            ScheduledExecutorService background,
            Ticker ticker) {
        return new FailoverStore(connector, memory, redis, background, ticker);
    }

    /** Begins to connect, in the background. */
    public void start() {
        if (keeper != null && evictions != null) {
            evictions.connecting();
            keeper.start();
        }
        if (shutdownFlush != null) {
            shutdownFlush.arm();
        }
    }

    @Override
    public @Nullable LocalEntries local() {
        return phases.current().store().local();
    }

    @Override
    public long longestMillis() {
        return phases.current().store().longestMillis();
    }

    @Override
    public @Nullable LocalEntries near() {
        if (rest != null && rest.isQuiet()) {
            rest.end();
        }
        return phases.current().store().near();
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        try {
            return answering.lookup(id, budget);
        } catch (StoreException unanswered) {
            return replacing(answering, unanswered).lookup(id, budget);
        }
    }

    /**
     * The store that has replaced {@code silent} by now: if it gives leases, later callers find an entry. Not if the answer
     * was another command's: the operator should see how many calls that has cost, so each of them is an error.
     */
    private CacheStore replacing(CacheStore silent, StoreException unanswered) throws StoreException {
        CacheStore now = phases.current().store();
        if (now == silent || unanswered.isMisdirected()) {
            throw unanswered;
        }
        return now;
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        try {
            return answering.lookupAll(ids, budget);
        } catch (StoreException unanswered) {
            return replacing(answering, unanswered).lookupAll(ids, budget);
        }
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        Claim claim;
        try {
            claim = answering.claim(id, budget);
        } catch (StoreException unanswered) {
            answering = replacing(answering, unanswered);
            claim = answering.claim(id, budget);
        }
        return claim instanceof Claim.Granted granted
                ? new Claim.Granted(new PhaseLease(granted.lease(), answering, phases))
                : claim;
    }

    @Override
    public List<Claim> claimAll(List<EntryId> ids, Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        List<Claim> claims;
        try {
            claims = answering.claimAll(ids, budget);
        } catch (StoreException unanswered) {
            answering = replacing(answering, unanswered);
            claims = answering.claimAll(ids, budget);
        }
        List<Claim> ours = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            ours.add(
                    claim instanceof Claim.Granted granted
                            ? new Claim.Granted(new PhaseLease(granted.lease(), answering, phases))
                            : claim);
        }
        return ours;
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        CacheStore answering = decided(budget).store();
        return new PhaseMark(answering.mark(budget), answering);
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        Phase phase = decided(budget);
        if (since instanceof PhaseMark taken && taken.store() != phase.store()) {
            return null;
        }
        Lease lease = phase.store().takeOver(id, since == null ? null : markIn(since), budget);
        return lease == null ? null : new PhaseLease(id, lease, phase, evictions, phases);
    }

    @Override
    public Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, @Nullable WriteMark since, Budget budget)
            throws StoreException {
        Phase phase = decided(budget);
        if (since instanceof PhaseMark taken && taken.store() != phase.store()) {
            return Map.of();
        }
        Map<EntryId, Lease> leases = new HashMap<>();
        phase.store()
                .takeOverAll(ids, markIn(since), budget)
                .forEach((id, lease) -> leases.put(id, new PhaseLease(id, lease, phase, evictions, phases)));
        return leases;
    }

    private static @Nullable WriteMark markIn(@Nullable WriteMark since) {
        return since instanceof PhaseMark taken ? taken.mark() : null;
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
     * A write without a lease. If it returns, no call reads the earlier values of these keys, also in these cases:
     * Redis is away and memory is written to instead; Redis goes away and comes back meanwhile. If it throws, it is
     * unknown what was written, and its caller evicts.
     */
    private <T> T write(Eviction before, Budget budget, Write<T> write) throws StoreException {
        Phase phase = decided(budget);
        if (phase.keepsNothing()) {
            T answer = write.to(phase.store()); // a put fails, and its caller evicts
            tell(before, budget);
            return answer;
        }
        if (!phase.isRemoteAnswering()) {
            phase = tell(before, budget).phase();
        }
        T answer = write.to(phase.store());
        if (phase.isRemoteAnswering()) {
            recent.confirmed(before); // Redis may forget what it wrote
        }
        if (phases.current().store() != phase.store()) {
            evict(before, budget); // what was written cannot be reached, and what others have is older
        }
        return answer;
    }

    /** If Redis does not answer, or is away, this process counts for itself. */
    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        Phase phase = decided(budget);
        if (phase.isRemoteAnswering()) {
            try {
                return phase.store().increment(key, by, ttlMillis, budget);
            } catch (StoreException unanswered) {
                return incrementHere(key, by, ttlMillis, budget); // the listener knows the fault already
            }
        }
        return incrementHere(key, by, ttlMillis, budget);
    }

    private long incrementHere(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        counting = true;
        return counters.increment(key, by, ttlMillis, budget);
    }

    private Phase decided(Budget budget) {
        if (rest != null && rest.isQuiet()) {
            rest.end();
        }
        Phase phase = phases.current();
        if (phase.mode() != Mode.INITIALIZING) {
            return phase;
        }
        initialWait.await(phases.decided(), budget);
        return phases.current();
    }

    /** A turn stays with its store. One that does not answer any more has the old value, or has been told to evict it. */
    @Override
    public @Nullable Turn takeTurn(EntryId id, Budget budget) throws StoreException {
        if (rest != null && rest.isQuiet()) {
            rest.end();
        }
        return phases.current().store().takeTurn(id, budget);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        phases.current().store().discard(id, unreadable, budget);
    }

    @Override
    public void discardAll(Map<EntryId, StoredEntry> unreadable, Budget budget) throws StoreException {
        phases.current().store().discardAll(unreadable, budget);
    }

    /**
     * Does not throw.
     *
     * @return while Redis is away, at least the number of keys to evict: it is unknown how many of them Redis has, and
     *     they will all be sent to it
     */
    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        EvictionPath.Told told = tell(eviction, budget);
        Phase phase = told.phase();
        boolean isRemoteAnswering = phase.isRemoteAnswering();
        long removed = told.removed();
        if (counting || isRemoteAnswering) {
            removed += counters.evict(eviction, budget);
        }
        if (!isRemoteAnswering) {
            removed += phase.store().evict(eviction, budget);
        }
        boolean isOutstanding = connector != null && phase.remote() == null;
        return isOutstanding ? Math.max(removed, eviction.keys().size()) : removed;
    }

    /** Lets Redis know, if there is any. */
    private EvictionPath.Told tell(Eviction eviction, Budget budget) {
        if (rest != null && rest.isQuiet()) {
            rest.end();
        }
        return evictions == null ? new EvictionPath.Told(phases.current(), 0) : evictions.tell(eviction, budget);
    }

    /** Whether what {@link #evict} returns counts all keys of a pattern, also those of Redis. */
    public boolean countsPatterns() {
        RemoteStore remote = phases.current().remote();
        return connector == null || (remote != null && remote.findsKeys());
    }

    /**
     * Whether there is a connection to Redis, used by calls or not, on which Redis refuses to find the keys of a
     * pattern.
     */
    public boolean isScanRefused() {
        RemoteStore remote = phases.current().remote();
        return remote != null && !remote.findsKeys();
    }

    /** Entries held in this process, perhaps some whose time is up. */
    public long memoryEntries() {
        LocalEntries entries = local();
        return entries == null ? 0 : entries.memoryEntries();
    }

    /** Copies held in this process of entries that are in Redis, perhaps some that have ended. */
    public long nearEntries() {
        CacheStore now = phases.current().store(); // not near(), which is for calls
        LocalEntries copies = now.local() == null ? now.near() : null;
        return copies == null ? 0 : copies.memoryEntries();
    }

    /** Values as they were read from Redis, for memory to use while Redis is away; perhaps some that have ended. */
    public long standbyEntries() {
        LocalEntries entries = phases.current().store().near(); // in memory mode those of memory
        return entries == null ? 0 : entries.standbyEntries();
    }

    /** How many of those memory has used, each counted once. */
    public long standbyHits() {
        return connector == null ? 0 : connector.standbyHits();
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        Phase phase = phases.current();
        Inspection seen = phase.store().inspect(key, budget);
        return phase.isRemoteAnswering() ? seen : seen.and(counters.inspect(key, budget));
    }

    /** The Redis that answers calls now; null while memory does, or nothing. */
    public @Nullable RemoteStore remote() {
        Phase phase = phases.current();
        return phase.isRemoteAnswering() ? phase.remote() : null;
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

    /** The number of evictions that have still to be sent to Redis. */
    public int journalSize() {
        return phases.journalSize();
    }

    /** Drops memory and connection and answers nothing until {@link #switchOn}; evictions are journalled meanwhile. */
    public void switchOff(String reason) {
        phases.switchOff(reason);
    }

    /** Starts as a process does: connects to Redis or, where none is configured, has an empty memory. */
    public void switchOn(String reason) {
        phases.switchOn(reason);
    }

    /** Lets memory answer until {@link #release}; Redis still gets evictions. */
    public void forceMemory(String reason) {
        phases.forceMemory(reason);
    }

    /** Lets Redis answer until {@link #release}, however slow it is. Returns false if it is not there. */
    public boolean forceRedis(String reason) {
        return phases.forceRedis(reason);
    }

    /** The mode follows again from what happens: Redis answers when it has every eviction, and has been fast enough. */
    public void release(String reason) {
        phases.release(reason);
    }

    /** How long {@code mode} has been in force, all times together. */
    public Duration spentIn(Mode mode) {
        return phases.spentIn(mode);
    }

    /** Sends the remaining evictions at the end of the process. */
    void flushAtShutdown() {
        if (shutdownFlush != null) {
            shutdownFlush.sendRemaining();
        }
    }

    /** Called under the lock of the phases: passes the change on and returns. */
    private void changed(Phases.Change change) {
        boolean isConnected = change.now().remote() != null && change.before().remote() == null;
        if (spare != null && (isConnected || change.now().mode() == Mode.OFF)) {
            spare.answersElsewhere();
        }
        background.execute(() -> {
            change.dropLeft();
            if (keeper != null) {
                keeper.changed(change);
            }
            announcer.tell(change);
        });
    }

    /** Returns at once. The current store answers calls that still come, or they fail. */
    @Override
    public void close() {
        if (shutdownFlush != null) {
            shutdownFlush.disarm();
        }
        if (spare != null) {
            spare.close();
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
