package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries, leases and counters in this process.
 *
 * <p><b>Shape.</b> The {@link Entries entries} by key and the {@link Counters counters}, both bounded, and the lease by key,
 * of which there are as many as there are loads and puts under way, and for some time those that never ended. A lease has no place among the entries: there, a flood of loads would push
 * values out, and a value pushed out for room would take a lease along that protects nothing else. {@link Tags} are objects
 * that entries and leases hold on to, so that a hit looks at them without looking them up. An entry whose tag was evicted
 * lies there until its time is up, or room is needed, or another takes its place.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe, without threads of its own. Claiming, taking over,
 * storing, releasing, putting and evicting one key exclude each other: each is one change of that key's <em>lease</em>, and
 * the entry changes inside it. The locks are thus always taken in the order lease, then entry, counter, tag or hold-off.
 * That settles the races:
 *
 * <ol>
 *   <li>Claim, evict, store: the store finds no lease and is refused.
 *   <li>Claim, expiry, claim by another, store by the first: the store finds another's lease and is refused.
 *   <li>Store and evict at once: whichever comes first, the entry is gone when the eviction returns. If the eviction
 *       is first, see 1; if the store is first, the eviction removes what it stored.
 *   <li>A lease forgotten long after its end: the store finds none and is refused. A lost lease costs a load, never an
 *       old value.
 *   <li>An entry pushed out for room: an ordinary miss. No lease is involved.
 *   <li>Claim, eviction of a tag, store: the lease carries a version of the tag that is over, and is refused. Claim
 *       reads the tag, eviction of it, the lease is granted: the same, a load for nothing.
 *   <li>Store and eviction of a tag at once: if the store sees the tag in force and the eviction comes then, the entry
 *       carries a version that is over, and nobody gets it. Those who wait for that load do get its value: their calls
 *       began before the eviction returned.
 *   <li>A writer takes over: the lease of a load or of another writer is another's from then on, see 2. A loader or a
 *       second writer takes over from the first: the first is refused, and evicts, see 1 and 3. So of two at once at
 *       least one evicts, and nothing that either stored outlives that.
 *   <li>Mark, eviction, take-over: every eviction is counted before it begins. If the take-over sees the count, it
 *       yields nothing. If not, the eviction comes to this key after the take-over and voids its lease, or ends a tag
 *       after the take-over read it, see 6. An eviction of a pattern does not see a lease that is just being made; so the
 *       take-over looks again when it has been, and gives it back if it sees the count then. Puts are counted in the step that writes them, and what holds for an
 *       eviction of their key holds for them.
 *   <li>Eviction with a hold-off and claim at once: the claim reads its tags before it asks whether they are held off,
 *       the eviction holds off before it ends them. So a claim that is granted all the same carries a version that is
 *       over, see 6.
 * </ol>
 *
 * <p><b>Failure.</b> None, but for counters that would leave their range: no method here throws or waits, so the budget
 * is never touched.
 */
public final class MemoryStore implements CacheStore {

    private static final long MIN_HELD_OFF = 1_000;
    private static final Claim HELD_OFF = new Claim.HeldOff();

    /** Outlives this store where somebody refers to it, and keeps nothing of it. */
    private final Object home = new Object();

    private final Ticker ticker;
    private final long leaseNanos;
    private final long leaseMemoryNanos;
    private final Entries entries;
    private final ExpiringMap<MemoryLease> leases;
    private final Counters counters;
    private final Tags tags = new Tags();
    private final HoldOff keysHeldOff;
    private final HoldOff tagsHeldOff;

    /** Evictions and puts so far. */
    private final AtomicLong changes = new AtomicLong();

    /** @param upkeep see {@link ExpiringMap#bounded} */
    MemoryStore(
            long maxEntries,
            @Nullable Duration longest,
            LoadConfig load,
            HoldOffs heldOff,
            Executor upkeep,
            Ticker ticker) {
        this.ticker = ticker;
        this.leaseNanos = load.lease().toNanos();
        this.leaseMemoryNanos = Lease.memoryOf(load.lease()).toNanos();
        this.entries = new Entries(maxEntries, longest, upkeep, ticker);
        this.leases = ExpiringMap.unbounded(ticker);
        this.counters = new Counters(maxEntries, upkeep, ticker);
        this.keysHeldOff = heldOff.keys();
        this.tagsHeldOff = heldOff.tags();
    }

    static HoldOffs heldOff(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        return new HoldOffs(load.holdOff(), Math.max(memory.maxEntries(), MIN_HELD_OFF), ticker);
    }

    /** Where memory is all there is: entries live as long as they are told to. Upkeep runs on callers' threads. */
    public static MemoryStore create(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        return new MemoryStore(memory.maxEntries(), null, load, heldOff(memory, load, ticker), Runnable::run, ticker);
    }

    /**
     * Stands in for a Redis that is away. Evictions by other processes do not reach it, so no entry lives longer than
     * {@link MemoryConfig#fallbackTtl}. Counters are those of this process anyway, and live as long as they are told to.
     */
    public static MemoryStore fallback(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        HoldOffs heldOff = heldOff(memory, load, ticker);
        return new MemoryStore(memory.maxEntries(), memory.fallbackTtl(), load, heldOff, Runnable::run, ticker);
    }

    /** The hit of a service without Redis: one look into the map, and nothing allocated. */
    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        return tags == 0 ? entries.find(key, fingerprint, List.of()) : null;
    }

    @Override
    public Object home() {
        return home;
    }

    @Override
    public void recordFind(String key, long nowNanos) {
        entries.recordFind(key, nowNanos);
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) {
        StoredEntry entry = find(id);
        return entry == null ? Lookup.ABSENT : new Lookup.Fresh(entry);
    }

    private @Nullable StoredEntry find(EntryId id) {
        return entries.find(id.key(), id.fingerprint(), id.tags());
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
        Claiming claiming = new Claiming(id, now);
        leases.change(id.key(), now, claiming);
        return claiming.outcome;
    }

    @Override
    public WriteMark mark(Budget budget) {
        return new Mark(changes.get());
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) {
        long now = ticker.nanoTime();
        TakingOver takingOver = new TakingOver(id, since, now);
        leases.change(id.key(), now, takingOver);
        MemoryLease taken = takingOver.taken;
        if (taken != null && hasChanged(since)) {
            leases.remove(id.key(), taken);
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
            put(id, entry, tags.inForce(id.tags()), ttlMillis, now);
            return null;
        }));
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget) {
        long now = ticker.nanoTime();
        PuttingIfAbsent putting = new PuttingIfAbsent(id, entry, ttlMillis, now);
        leases.change(id.key(), now, putting);
        return putting.present;
    }

    /** Under the key's lock. */
    private void put(EntryId id, StoredEntry entry, Carried carried, long ttlMillis, long nowNanos) {
        changes.incrementAndGet();
        entries.putInPlaceOfAll(id, entry, carried, ttlMillis, nowNanos);
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) {
        boolean entry = entries.expire(key, ttlMillis);
        boolean counter = counters.expire(key, ttlMillis);
        return entry || counter;
    }

    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) {
        return counters.increment(key, by, ttlMillis);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) {
        entries.discard(id, unreadable);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) {
        changes.incrementAndGet();
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
        return removed;
    }

    private boolean evict(String key) {
        Evicting evicting = new Evicting();
        leases.change(key, ticker.nanoTime(), evicting);
        return evicting.removed;
    }

    private long evictPattern(Glob pattern) {
        // Leases first: a load that stores in between has an entry by the time the entries are gone through.
        return evictMatching(pattern, leases.keys())
                + evictMatching(pattern, entries.keys())
                + evictMatching(pattern, counters.keys());
    }

    private long evictMatching(Glob pattern, Iterable<String> keys) {
        long removed = 0;
        for (String key : keys) {
            if (pattern.matches(key) && evict(key)) {
                removed++;
            }
        }
        return removed;
    }

    @Override
    public long memoryEntries() {
        return entries.count();
    }

    @Override
    public Inspection inspect(String key, Budget budget) {
        MemoryLease lease = leases.get(key);
        boolean leased = lease != null && !lease.hasEnded(ticker.nanoTime());
        return entries.inspect(key, leased).and(counters.inspect(key));
    }

    /** How much had changed by then. */
    private record Mark(long changes) implements WriteMark {}

    /** Finds, holds off or grants, under the key's lock. */
    private final class Claiming implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private final EntryId id;
        private final long nowNanos;
        private Claim outcome = HELD_OFF;

        Claiming(EntryId id, long nowNanos) {
            this.id = id;
            this.nowNanos = nowNanos;
        }

        /** Looks at the tags of the lease that is there before it reads its own: what ended that one has not ended this. */
        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            StoredEntry entry = find(id);
            if (entry != null) {
                outcome = new Claim.Found(entry);
                return current;
            }
            MemoryLease inTheWay = current != null && current.isInTheWay(nowNanos) ? current : null;
            Carried carried = tags.inForce(id.tags());
            if (keysHeldOff.isOn(key) || tagsHeldOff.isOnAny(id.tags())) {
                return current;
            }
            if (inTheWay != null) {
                outcome = new Claim.Held(inTheWay.remainingMillis(nowNanos));
                return current;
            }
            MemoryLease granted = new MemoryLease(id, carried, nowNanos + leaseNanos, false);
            outcome = new Claim.Granted(granted);
            return granted;
        }
    }

    /** Gives a writer the lease, whoever has it, under the key's lock. */
    private final class TakingOver implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private final EntryId id;
        private final @Nullable WriteMark since;
        private final long nowNanos;
        private @Nullable MemoryLease taken;

        TakingOver(EntryId id, @Nullable WriteMark since, long nowNanos) {
            this.id = id;
            this.since = since;
            this.nowNanos = nowNanos;
        }

        /** Reads the tags before it looks at the changes: whoever evicts one in between has counted that already. */
        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            Carried carried = tags.inForce(id.tags());
            if (hasChanged(since)) {
                return current;
            }
            taken = new MemoryLease(id, carried, nowNanos, true);
            return taken;
        }
    }

    /** Removes whatever there is, under the key's lock. */
    private final class Evicting implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private boolean removed;

        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            keysHeldOff.begin(key);
            boolean entry = entries.remove(key);
            boolean counter = counters.remove(key);
            removed = entry || counter || current != null;
            return null;
        }
    }

    /** Puts unless there is a fresh entry, under the key's lock. */
    private final class PuttingIfAbsent implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private final EntryId id;
        private final StoredEntry entry;
        private final long ttlMillis;
        private final long nowNanos;
        private @Nullable StoredEntry present;

        PuttingIfAbsent(EntryId id, StoredEntry entry, long ttlMillis, long nowNanos) {
            this.id = id;
            this.entry = entry;
            this.ttlMillis = ttlMillis;
            this.nowNanos = nowNanos;
        }

        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            present = find(id);
            if (present != null) {
                return current;
            }
            put(id, entry, tags.inForce(id.tags()), ttlMillis, nowNanos);
            return null;
        }
    }

    /** Stores if the lease is still the one that stands and its tags are in force, under the key's lock. */
    private final class Storing implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private final MemoryLease lease;
        private final StoredEntry entry;
        private final long ttlMillis;
        private final long nowNanos;
        private boolean stored;

        Storing(MemoryLease lease, StoredEntry entry, long ttlMillis, long nowNanos) {
            this.lease = lease;
            this.entry = entry;
            this.ttlMillis = ttlMillis;
            this.nowNanos = nowNanos;
        }

        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            if (current != lease) {
                return current;
            }
            stored = lease.carried.areInForce();
            if (stored && lease.isWriters) {
                put(lease.id, entry, lease.carried, ttlMillis, nowNanos);
            } else if (stored) {
                entries.putBesideOthers(lease.id, entry, lease.carried, ttlMillis, nowNanos);
            }
            return null;
        }
    }

    /** Its identity is the token. */
    private final class MemoryLease implements Lease, Deadlined {

        private final EntryId id;
        private final Carried carried;
        private final long endNanos;
        private final boolean isWriters;

        MemoryLease(EntryId id, Carried carried, long endNanos, boolean isWriters) {
            this.id = id;
            this.carried = carried;
            this.endNanos = endNanos;
            this.isWriters = isWriters;
        }

        /** It is forgotten then. */
        @Override
        public boolean isOver(long nowNanos) {
            return Deadlined.isOver(endNanos + leaseMemoryNanos, nowNanos);
        }

        /** Whether the next loader may take over; it can store all the same until one has, or it is forgotten. */
        boolean hasEnded(long nowNanos) {
            return nowNanos - endNanos >= 0;
        }

        /** For what cannot be stored nobody waits. */
        boolean isInTheWay(long nowNanos) {
            return !hasEnded(nowNanos) && carried.areInForce();
        }

        long remainingMillis(long nowNanos) {
            return Math.max(TimeUnit.NANOSECONDS.toMillis(endNanos - nowNanos), 1);
        }

        @Override
        public boolean keepsReferences() {
            return true;
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) {
            long now = ticker.nanoTime();
            Storing storing = new Storing(this, entry, ttlMillis, now);
            leases.change(id.key(), now, storing);
            return storing.stored;
        }

        @Override
        public boolean stands(Budget budget) {
            return leases.get(id.key()) == this && carried.areInForce();
        }

        @Override
        public void release(Budget budget) {
            leases.remove(id.key(), this);
        }
    }
}
