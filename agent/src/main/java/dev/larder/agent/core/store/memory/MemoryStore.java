package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries and leases in this process.
 *
 * <p><b>Shape.</b> Two bounded caches. One holds the {@link Version versions} by key, the other the lease by key. A
 * lease has no place among the entries: there, a flood of loads would push values out, and a value pushed out for room
 * would take a lease along that protects nothing else.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe, without threads of its own: upkeep runs on callers' threads. Claiming, storing,
 * releasing and evicting one key exclude each other: each is one {@code compute} on that key's <em>lease</em>, and the
 * entry changes inside it. The locks are thus always taken in the order lease, entry. That settles the races:
 *
 * <ol>
 *   <li>Claim, evict, store: the store finds no lease and is refused.
 *   <li>Claim, expiry, claim by another, store by the first: the store finds another's lease and is refused.
 *   <li>Store and evict at once: whichever comes first, the entry is gone when the eviction returns. If the eviction
 *       is first, see 1; if the store is first, the eviction removes what it stored.
 *   <li>A lease pushed out for room, or forgotten long after its end: the store finds none and is refused. A lost
 *       lease costs a load, never an old value.
 *   <li>An entry pushed out for room: an ordinary miss. No lease is involved.
 * </ol>
 *
 * <p><b>Failure.</b> None: no method here throws or waits, so the budget is never touched.
 */
public final class MemoryStore implements CacheStore {

    private static final long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();
    private static final long MIN_LEASES = 1_000;

    private final Ticker ticker;
    private final long leaseNanos;
    private final long leaseMemoryNanos;
    private final long maxTtlMillis;
    private final Cache<String, Version> entries;
    private final Cache<String, MemoryLease> leases;

    private MemoryStore(long maxEntries, long maxTtlMillis, Duration lease, Ticker ticker) {
        this.ticker = ticker;
        this.leaseNanos = lease.toNanos();
        this.leaseMemoryNanos = Lease.memoryOf(lease).toNanos();
        this.maxTtlMillis = maxTtlMillis;
        this.entries = cache(maxEntries, ticker);
        this.leases = cache(Math.max(maxEntries, MIN_LEASES), ticker);
    }

    /** Where memory is all there is: entries live as long as they are told to. */
    public static MemoryStore create(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        return new MemoryStore(memory.maxEntries(), MAX_TTL_MILLIS, load.lease(), ticker);
    }

    /**
     * Stands in for a Redis that is away. Evictions by other processes do not reach it, so no entry lives longer than
     * {@link MemoryConfig#fallbackTtl}.
     */
    public static MemoryStore fallback(MemoryConfig memory, LoadConfig load, Ticker ticker) {
        return new MemoryStore(memory.maxEntries(), memory.fallbackTtl().toMillis(), load.lease(), ticker);
    }

    private static <V extends Deadlined> Cache<String, V> cache(long maxEntries, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfter(new Deadlined.AtDeadline<V>())
                .ticker(ticker::nanoTime)
                .executor(Runnable::run) // the default is the common pool, which is the application's
                .build();
    }

    /** The hit of a service without Redis: one look into the map, and nothing allocated. */
    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        Version version = entries.getIfPresent(key);
        if (version == null) {
            return null;
        }
        if (version.isOnly()) {
            return version.is(fingerprint) ? version.entry() : null;
        }
        return version.find(fingerprint, ticker.nanoTime());
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) {
        StoredEntry entry = peek(id.key(), id.fingerprint(), id.tags().size());
        return entry == null ? Lookup.ABSENT : new Lookup.Fresh(entry);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) {
        Claiming claiming = new Claiming(id);
        leases.asMap().compute(id.key(), claiming);
        return claiming.outcome;
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) {
        long now = ticker.nanoTime();
        entries.asMap().computeIfPresent(id.key(), (key, versions) -> versions.without(id, unreadable, now));
    }

    @Override
    public long evict(Eviction eviction, Budget budget) {
        long removed = 0;
        for (String key : eviction.keys()) {
            removed += evict(key) ? 1 : 0;
        }
        for (String glob : eviction.patterns()) {
            removed += evictPattern(glob);
        }
        return removed;
    }

    private boolean evict(String key) {
        Evicting evicting = new Evicting();
        leases.asMap().compute(key, evicting);
        return evicting.removed;
    }

    private long evictPattern(String glob) {
        Glob pattern = Glob.of(glob);
        // Leases first: a load that stores in between has an entry by the time the entries are gone through.
        return evictMatching(pattern, leases.asMap().keySet())
                + evictMatching(pattern, entries.asMap().keySet());
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
        entries.cleanUp();
        return entries.estimatedSize();
    }

    @Override
    public Inspection inspect(String key, Budget budget) {
        long now = ticker.nanoTime();
        MemoryLease lease = leases.getIfPresent(key);
        boolean leased = lease != null && !lease.isOver(now);
        Version version = entries.policy().getIfPresentQuietly(key);
        if (version == null) {
            return new Inspection(0, 0, 0, leased);
        }
        long remainingMillis = TimeUnit.NANOSECONDS.toMillis(Math.max(version.deadlineNanos() - now, 0));
        return new Inspection(version.count(now), remainingMillis, version.bytes(now), leased);
    }

    /** Finds, holds off or grants, under the key's lock. */
    private final class Claiming implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private final EntryId id;
        private Claim outcome = new Claim.Held(1);

        Claiming(EntryId id) {
            this.id = id;
        }

        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            StoredEntry entry = peek(key, id.fingerprint(), id.tags().size());
            if (entry != null) {
                outcome = new Claim.Found(entry);
                return current;
            }
            long now = ticker.nanoTime();
            if (current != null && !current.isOver(now)) {
                outcome = new Claim.Held(current.remainingMillis(now));
                return current;
            }
            MemoryLease granted = new MemoryLease(id, now + leaseNanos);
            outcome = new Claim.Granted(granted);
            return granted;
        }
    }

    /** Removes entry and lease, under the key's lock. */
    private final class Evicting implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private boolean removed;

        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            removed = entries.asMap().remove(key) != null || current != null;
            return null;
        }
    }

    /** Stores if the lease is still the one that stands, under the key's lock. */
    private final class Storing implements BiFunction<String, @Nullable MemoryLease, MemoryLease> {

        private final MemoryLease lease;
        private final StoredEntry entry;
        private final long ttlMillis;
        private boolean stored;

        Storing(MemoryLease lease, StoredEntry entry, long ttlMillis) {
            this.lease = lease;
            this.entry = entry;
            this.ttlMillis = Math.min(ttlMillis, maxTtlMillis);
        }

        @Override
        public @Nullable MemoryLease apply(String key, @Nullable MemoryLease current) {
            if (current != lease) {
                return current;
            }
            long now = ticker.nanoTime();
            long deadlineNanos = now + TimeUnit.MILLISECONDS.toNanos(ttlMillis);
            entries.asMap()
                    .compute(key, (k, others) -> Version.of(lease.id.fingerprint(), entry, deadlineNanos, now, others));
            stored = true;
            return null;
        }
    }

    /** Its identity is the token. */
    private final class MemoryLease implements Lease, Deadlined {

        private final EntryId id;
        private final long endNanos;

        MemoryLease(EntryId id, long endNanos) {
            this.id = id;
            this.endNanos = endNanos;
        }

        boolean isOver(long nowNanos) {
            return nowNanos - endNanos >= 0;
        }

        long remainingMillis(long nowNanos) {
            return Math.max(TimeUnit.NANOSECONDS.toMillis(endNanos - nowNanos), 1);
        }

        @Override
        public long deadlineNanos() {
            return endNanos + leaseMemoryNanos;
        }

        @Override
        public boolean keepsReferences() {
            return true;
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) {
            Storing storing = new Storing(this, entry, ttlMillis);
            leases.asMap().compute(id.key(), storing);
            return storing.stored;
        }

        @Override
        public void release(Budget budget) {
            leases.asMap().remove(id.key(), this);
        }
    }
}
