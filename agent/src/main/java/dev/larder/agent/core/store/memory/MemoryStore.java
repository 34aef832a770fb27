package dev.larder.agent.core.store.memory;

import static java.util.Objects.requireNonNull;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.memory.ExpiringMap.Outcome;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries, leases and counters in this process.
 *
 * <p><b>Shape.</b> {@link OwnedEntries Entries} by owner and key and {@link Counters counters} by key, both bounded,
 * and {@link MemoryLease leases} by key. There are as many leases as loads and puts under way; the lease of one that
 * never ends is dropped after a while. Leases are kept apart from entries. Otherwise many loads would displace values,
 * and a value that is dropped for room would remove a lease that protects another value. Entries and leases refer to
 * the {@link TagsInForce tags} they carry, so a hit need not look them up. An entry whose tag was evicted stays until
 * it expires, room is needed, or another entry replaces it.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe, without threads of its own. To claim, take over, store, release, put or evict a key is one
 * change of that key's <em>lease</em>, made under its lock; entries change inside that step. Locks are always taken in the
 * order lease, then entry, counter, tag or hold-off. That settles the races:
 *
 * <ol>
 *   <li>Claim, evict, store: the store finds no lease and is refused.
 *   <li>Claim, expiry, claim by another, store by the first: the store finds the other's lease and is refused.
 *   <li>Store and evict at once: whichever comes first, the entry is gone when the eviction returns. If the eviction
 *       is first, see 1; if the store is first, the eviction removes what it stored.
 *   <li>A lease is dropped long after its end: the store finds none and is refused. A lost lease costs a load, and
 *       never serves an old value.
 *   <li>An entry is dropped for room: an ordinary miss. No lease is involved.
 *   <li>Claim, eviction of a tag, store: the lease carries a version of the tag that has ended, and the store is
 *       refused. The same happens if the tag is evicted after the claim read it and before the lease is granted.
 *   <li>Store and eviction of a tag at once: if the store sees the current version and the eviction comes then, the
 *       entry carries a version that has ended, and no call gets it. Callers that wait for that load get its value:
 *       their calls began before the eviction returned.
 *   <li>A writer takes over: the load or the other writer that had the lease is refused, see 2. When a load or a second
 *       writer takes over from a writer, the first writer is refused and evicts, see 1 and 3. So of two at once at least one
 *       evicts, and nothing that either stored outlives that.
 *   <li>Mark, eviction, take-over: every eviction is counted before it begins. If the take-over sees the count, it is
 *       refused. If not, the eviction reaches this key after the take-over and voids its lease, or ends a tag after
 *       the take-over read it, see 6. An eviction of a pattern does not see a lease that is just being made. So the
 *       take-over reads the count again afterwards, and releases the lease if it has changed. Puts are counted in the
 *       step that writes them, and are treated like an eviction of their key.
 *   <li>Eviction of a pattern while a key is evicted, or dropped for room: the first may skip the key and return
 *       before the entry is unlinked. No call finds that entry any more; see {@link ExpiringMap}.
 *   <li>Eviction of a pattern and store at once: the lease exists until the entry does. So the eviction, which
 *       iterates over the leases first, voids the lease, or waits for the store and removes what it stored, or finds
 *       the entry.
 *   <li>Eviction of a pattern and claim at once: the eviction may skip a lease that is just being made. The load under
 *       it begins after the eviction did.
 *   <li>Claims of one key by two owners: each has its own lease, in one list under the key, so neither waits for the
 *       other. An eviction, a put or a writer that takes over voids all of them. A claim by another owner also ends a
 *       writer's lease, see 8; what the writer stores replaces the entries of all owners.
 *   <li>Eviction and the first entry of an owner at once: the owner is in the list over which the eviction iterates
 *       before it has a map for entries, and it stores under a lease, see 3.
 *   <li>Eviction with a hold-off and claim at once: the claim reads its tags before it checks whether they are held
 *       off; the eviction holds off before it ends them. So a claim that is still granted carries a version that has
 *       ended, see 6.
 *   <li>Eviction of several keys, of several tags, of both or by pattern, and a load that uses one entry for another, as
 *       nested cached methods do: a load of the outer entry that begins between two steps may read the old inner entry.
 *       So no lease is granted while such an eviction is under way. A claim checks after it has its lease: if no
 *       eviction is under way, a later one finds the lease by its key, or ends a tag after the lease has read it, see 6.
 *   <li>Refresh and eviction at once: the refresh compares the version and replaces the value in one step, under the key's lease.
 *       If the eviction is first, the version is gone; if the refresh is first, the eviction removes what it stored. The new value
 *       carries the tags of the one it replaces, so an eviction of a tag ends it whenever that comes, see 7.
 * </ol>
 *
 * <p><b>Failure.</b> No method throws, except that a counter which would leave its range throws {@link ArithmeticException}.
 * None waits, so budgets are never used.
 */
public final class MemoryStore implements CacheStore, LocalEntries {

    private static final long MIN_HELD_OFF = 1_000;
    private static final Claim HELD_OFF = new Claim.HeldOff();
    private static final Claim UNSTORED = new Claim.Unstored();

    /** Identifies this store. A reference to it keeps neither the store nor its entries alive. */
    private final Object home;

    private final Ticker ticker;
    private final long longestMillis;
    private final long leaseNanos;
    private final long leaseMemoryNanos;
    private final OwnedEntries entries;
    private final ExpiringMap<MemoryLease> leases;
    private final ExpiringMap<MemoryTurn> turns;
    private final Counters counters;
    private final TagsInForce tags;
    private final HoldOff keysHeldOff;
    private final HoldOff tagsHeldOff;

    /** Evictions and puts so far. */
    private final AtomicLong changes = new AtomicLong();

    /** What this process knew of the store that this one follows, and goes on to serve; null for nothing. */
    private final @Nullable NearCopies lent;

    /** Carried by what is stored here while {@link #lent} holds the entries; null otherwise. */
    private final @Nullable Tag ownTag;

    /** Evictions of several steps that have begun and not ended; counted before their first step. */
    private final AtomicInteger evictionsUnderWay = new AtomicInteger();

    /** @param upkeep see {@link ExpiringMap#ExpiringMap(long, Executor, Ticker)} */
    MemoryStore(
            Room room, @Nullable Duration longest, LoadConfig load, HoldOffs heldOff, Executor upkeep, Ticker ticker) {
        this(room, longest, load, heldOff, null, upkeep, ticker);
    }

    /** Goes on with the entries of {@code lent}, if there are any. */
    MemoryStore(
            Room room,
            @Nullable Duration longest,
            LoadConfig load,
            HoldOffs heldOff,
            @Nullable NearCopies lent,
            Executor upkeep,
            Ticker ticker) {
        this.ticker = ticker;
        this.lent = lent;
        this.ownTag = lent == null ? null : new Tag("");
        this.home = lent == null ? new Object() : lent.home();
        this.tags = lent == null ? new TagsInForce() : lent.watched();
        this.longestMillis = longest == null ? Long.MAX_VALUE : longest.toMillis();
        this.leaseNanos = load.lease().toNanos();
        this.leaseMemoryNanos = Lease.memoryOf(load.lease()).toNanos();
        this.entries = lent == null ? new OwnedEntries(home, room, longest, upkeep, ticker) : lent.entries();
        this.leases = new ExpiringMap<>(ticker);
        this.turns = new ExpiringMap<>(ticker);
        this.counters = new Counters(room.values(), upkeep, ticker);
        this.keysHeldOff = heldOff.keys();
        this.tagsHeldOff = heldOff.tags();
    }

    static Room room(MemoryConfig memory) {
        return new Room(memory.maxEntries(), memory.maxBytes());
    }

    static HoldOffs heldOff(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        return new HoldOffs(load.holdOff(), Math.max(memory.maxEntries(), MIN_HELD_OFF), ticker);
    }

    /** For mode memory only: entries live for their whole time to live. Upkeep runs on callers' threads. */
    public static MemoryStore create(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        return new MemoryStore(room(memory), null, load, heldOff(memory, load, ticker), Runnable::run, ticker);
    }

    /**
     * Stands in for Redis while it is away. Evictions by other processes do not reach it, so no entry lives longer than
     * {@link MemoryConfig#fallbackTtl}. Counters belong to this process anyway, and live for their whole time to live.
     */
    public static MemoryStore fallback(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        HoldOffs heldOff = heldOff(memory, load, ticker);
        return new MemoryStore(room(memory), memory.fallbackTtl(), load, heldOff, Runnable::run, ticker);
    }

    @Override
    public long longestMillis() {
        return longestMillis;
    }

    @Override
    public LocalEntries local() {
        return this;
    }

    /** The hit of a service without Redis: one lookup in the map, and no allocation. */
    @Override
    public @Nullable StoredEntry peek(@Nullable EntryOwner owner, String key, String fingerprint, int tags) {
        Entries own = tags == 0 ? entries.of(owner) : null;
        return own == null ? null : own.find(key, fingerprint, List.of(), ticker.nanoTime());
    }

    @Override
    public boolean areAll() {
        return true;
    }

    @Override
    public Object home() {
        return home;
    }

    @Override
    public void recordFind(@Nullable EntryOwner owner, String key, long nowNanos) {
        Entries own = entries.of(owner);
        if (own != null) {
            own.recordFind(key, nowNanos);
        }
    }

    /** What was lent is given back, without what was stored here. */
    @Override
    public void end() {
        if (lent != null && ownTag != null) {
            ownTag.end();
            lent.takeBack();
        }
    }

    @Override
    public void drop() {
        if (lent == null) {
            entries.drop();
        } else {
            lent.dropIfClosed();
        }
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) {
        StoredEntry entry = find(id);
        return entry == null ? lookupStale(id) : new Lookup.Fresh(entry);
    }

    private Lookup lookupStale(EntryId id) {
        Entries own = entries.of(id.owner());
        StoredEntry entry = own == null ? null : own.findStale(id, ticker.nanoTime());
        return entry == null ? Lookup.ABSENT : new Lookup.Stale(entry);
    }

    private @Nullable StoredEntry find(EntryId id) {
        Entries own = entries.of(id.owner());
        return own == null ? null : own.find(id.key(), id.fingerprint(), id.tags(), ticker.nanoTime());
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) {
        List<Lookup> answers = new ArrayList<>(ids.size());
        for (EntryId id : ids) {
            answers.add(lookup(id, budget));
        }
        return answers;
    }

    @Override
    public Claim claim(EntryId id, Budget budget) {
        long now = ticker.nanoTime();
        Claim claim = requireNonNull(leases.compute(id.key(), now, current -> {
            Entries own = entries.of(id.owner());
            StoredEntry entry = own == null ? null : own.findQuietly(id, now);
            if (entry != null) {
                return new Outcome<>(current, new Claim.Found(entry));
            }
            MemoryLease before = current == null ? null : current.of(id.owner());
            // Checked before the new lease reads its tags: an eviction that ended the existing one does not end that.
            MemoryLease inTheWay = before != null && before.isInTheWay(now) ? before : null;
            TagVersions versions = tags.inForce(id.tags(), ownTag);
            if (keysHeldOff.isOn(id.key()) || tagsHeldOff.isOnAny(id.tags())) {
                return new Outcome<>(current, HELD_OFF);
            }
            if (inTheWay != null) {
                return new Outcome<>(current, new Claim.Held(inTheWay.remainingMillis(now)));
            }
            MemoryLease others = current == null ? null : current.loadsOfOthers(id.owner());
            MemoryLease granted = MemoryLease.ofLoad(this, id, versions, now + leaseNanos, others);
            return new Outcome<>(granted, new Claim.Granted(granted));
        }));
        if (claim instanceof Claim.Granted granted && evictionsUnderWay.get() > 0) {
            giveBack((MemoryLease) granted.lease());
            return UNSTORED;
        }
        return claim;
    }

    @Override
    public WriteMark mark(Budget budget) {
        return new Mark(changes.get());
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) {
        long now = ticker.nanoTime();
        MemoryLease taken = leases.compute(id.key(), now, current -> {
            // Reads the tags before the count: an eviction of a tag in between has been counted already.
            TagVersions versions = tags.inForce(id.tags(), ownTag);
            if (hasChanged(since)) {
                return new Outcome<>(current, null);
            }
            MemoryLease writers = MemoryLease.ofWriter(this, id, versions, now);
            return new Outcome<>(writers, writers);
        });
        if (taken != null && (hasChanged(since) || evictionsUnderWay.get() > 0)) {
            giveBack(taken);
            return null;
        }
        return taken;
    }

    private boolean hasChanged(@Nullable WriteMark since) {
        return since instanceof Mark mark && mark.changes() != changes.get();
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> given, long ttlMillis, Budget budget) {
        long now = ticker.nanoTime();
        given.forEach((id, entry) -> leases.change(id.key(), now, (key, current) -> {
            put(id.owner(), id, entry, tags.inForce(id.tags(), ownTag), new Entries.Times(ttlMillis, 0), now);
            return null;
        }));
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget) {
        long now = ticker.nanoTime();
        return leases.compute(id.key(), now, current -> {
            StoredEntry present = find(id);
            if (present == null) {
                put(id.owner(), id, entry, tags.inForce(id.tags(), ownTag), new Entries.Times(ttlMillis, 0), now);
            }
            return new Outcome<>(present == null ? null : current, present);
        });
    }

    /** Under the key's lock. Removes the entries of other owners: they load what was written, each from its own source. */
    private void put(
            @Nullable EntryOwner owner,
            EntryId id,
            StoredEntry entry,
            TagVersions versions,
            Entries.Times times,
            long nowNanos) {
        changes.incrementAndGet();
        if (lent != null) {
            lent.replaced(id.key());
        }
        Entries own = entries.madeFor(owner);
        entries.removeFromAllBut(own, id.key());
        own.putInPlaceOfAll(id, entry, versions, times, nowNanos);
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) {
        boolean entry = entries.expire(key, ttlMillis);
        if (lent != null) {
            lent.replaced(key); // what is being read of it would live longer
        }
        boolean counter = counters.expire(key, ttlMillis);
        return entry || counter;
    }

    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) {
        return counters.increment(key, by, ttlMillis);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) {
        Entries own = entries.of(id.owner());
        if (own != null) {
            own.discard(id, unreadable);
        }
    }

    @Override
    public long evict(Eviction eviction, Budget budget) {
        changes.incrementAndGet();
        if (eviction.size() == 1 && eviction.patterns().isEmpty()) { // one key or one tag: one step
            return evictOneByOne(eviction);
        }
        evictionsUnderWay.incrementAndGet();
        try {
            return evictOneByOne(eviction);
        } finally {
            evictionsUnderWay.decrementAndGet();
        }
    }

    private long evictOneByOne(Eviction eviction) {
        long removed = 0;
        for (String key : eviction.keys()) {
            removed += evict(key) ? 1 : 0;
        }
        for (String tag : eviction.tags()) {
            tagsHeldOff.begin(tag);
            tags.end(tag);
        }
        for (String glob : eviction.patterns()) {
            removed += evictPattern(Glob.of(glob));
        }
        if (lent != null) {
            lent.evict(eviction); // also what is being read now
        }
        return removed;
    }

    private boolean evict(String key) {
        return Boolean.TRUE.equals(leases.compute(key, ticker.nanoTime(), current -> {
            keysHeldOff.begin(key);
            boolean entry = entries.remove(key);
            boolean counter = counters.remove(key);
            return new Outcome<>(null, entry || counter || current != null);
        }));
    }

    /** Leases first: if a load stores in between, its entry is there when the entries are searched. */
    private long evictPattern(Glob pattern) {
        long[] removed = {0};
        Consumer<String> evictIfMatching = key -> removed[0] += pattern.matches(key) && evict(key) ? 1 : 0;
        leases.forEachKey(evictIfMatching);
        entries.forEachKey(evictIfMatching);
        counters.forEachKey(evictIfMatching);
        return removed[0];
    }

    @Override
    public long memoryEntries() {
        return entries.count();
    }

    @Override
    public long standbyEntries() {
        return lent == null ? 0 : lent.standbyEntries();
    }

    @Override
    public Inspection inspect(String key, Budget budget) {
        MemoryLease lease = leases.get(key);
        boolean leased = lease != null && lease.isAnyUnderWay(ticker.nanoTime());
        return new Inspection(0, 0, 0, leased).and(entries.inspect(key)).and(counters.inspect(key));
    }

    /** Stores under {@code lease} if it is valid and its tags are current. Returns whether it did. */
    boolean store(MemoryLease lease, StoredEntry entry, Entries.Times times) {
        long now = ticker.nanoTime();
        EntryId id = lease.id();
        return Boolean.TRUE.equals(leases.compute(id.key(), now, current -> {
            if (current == null || !current.includes(lease)) {
                return new Outcome<>(current, false);
            }
            EntryOwner owner = lease.owner(); // read once: it may be discarded at any time
            boolean ownerIsGone = owner == null && lease.hadOwner();
            if (ownerIsGone || !lease.versions().areInForce(now)) {
                return new Outcome<>(current.without(lease), false);
            }
            if (lease.isWriters()) {
                put(owner, id, entry, lease.versions(), times, now);
                return new Outcome<>(null, true);
            }
            entries.madeFor(owner).putBesideOthers(id, entry, lease.versions(), times, now);
            return new Outcome<>(current.without(lease), true);
        }));
    }

    @Override
    public @Nullable Turn takeTurn(EntryId id, Budget budget) {
        long now = ticker.nanoTime();
        return turns.compute(MemoryTurn.nameOf(id), now, held -> {
            MemoryTurn taken = held == null ? new MemoryTurn(this, id, now) : null;
            return new Outcome<>(held == null ? taken : held, taken);
        });
    }

    boolean keep(MemoryTurn turn) {
        long now = ticker.nanoTime();
        return Boolean.TRUE.equals(turns.compute(turn.name(), now, held -> {
            boolean isHeld = held == turn && turn.prolong(now);
            return new Outcome<>(held, isHeld);
        }));
    }

    void end(MemoryTurn turn, long restMillis) {
        long now = ticker.nanoTime();
        turns.changeIfPresent(
                turn.name(), now, (name, held) -> held != turn ? held : turn.rest(restMillis, now) ? turn : null);
    }

    /** One change of the key's lease, as every store. Another load's lease stays: that may be stored after this. */
    boolean replace(EntryId id, long version, StoredEntry entry, Entries.Times times) {
        long now = ticker.nanoTime();
        return Boolean.TRUE.equals(leases.compute(id.key(), now, current -> {
            Entries own = entries.of(id.owner());
            TagVersions carried = own == null ? null : own.tagsOf(id, version, now);
            if (own != null && carried != null) {
                own.putBesideOthers(id, entry, carried.and(ownTag), times, now);
            }
            return new Outcome<>(current, carried != null);
        }));
    }

    /** Whether a value that is loaded under {@code lease} could be stored now. */
    boolean stands(MemoryLease lease) {
        MemoryLease current = leases.get(lease.id().key());
        return current != null && current.includes(lease) && lease.versions().areInForce(ticker.nanoTime());
    }

    /** Removes {@code lease}, and no other. */
    void giveBack(MemoryLease lease) {
        leases.changeIfPresent(lease.id().key(), ticker.nanoTime(), (key, current) -> current.without(lease));
    }

    /** How long an expired lease is kept. */
    long leaseMemoryNanos() {
        return leaseMemoryNanos;
    }

    /** The number of changes at that moment. */
    private record Mark(long changes) implements WriteMark {}
}
