package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.StoredEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The versions of entries by key.
 *
 * <p><b>Threads.</b> Thread-safe. Whoever puts something holds the lock of the key's lease. Whoever else comes at the same time
 * removes something, or moves its end.
 */
final class Entries {

    private final ExpiringMap<Version> versions;
    private final Ticker ticker;

    /** Null where entries live as long as they are told to. */
    private final @Nullable Duration longest;

    Entries(long maxEntries, @Nullable Duration longest, Executor upkeep, Ticker ticker) {
        this.versions = ExpiringMap.bounded(maxEntries, upkeep, ticker);
        this.longest = longest;
        this.ticker = ticker;
    }

    @Nullable
    StoredEntry find(String key, String fingerprint, List<String> named) {
        Version version = versions.get(key);
        if (version == null) {
            return null;
        }
        if (version.isOnly()) {
            return version.suits(fingerprint, named) ? version.entry() : null;
        }
        return version.find(fingerprint, named, ticker.nanoTime());
    }

    void recordFind(String key, long nowNanos) {
        versions.recordFind(key, nowNanos);
    }

    void putBesideOthers(EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        Version version = version(id, entry, tags, ttlMillis, nowNanos);
        if (versions.get(id.key()) == null) { // and nobody else puts any there, see above
            versions.put(id.key(), version, nowNanos);
        } else {
            versions.change(id.key(), nowNanos, (key, others) -> version.beside(others, nowNanos));
        }
    }

    void putInPlaceOfAll(EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        Version version = version(id, entry, tags, ttlMillis, nowNanos);
        versions.change(id.key(), nowNanos, (key, others) -> version);
    }

    private Version version(EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        return Version.of(id.fingerprint(), entry, tags, deadlineNanos(ttlMillis, nowNanos));
    }

    private long deadlineNanos(long ttlMillis, long nowNanos) {
        return Deadlined.after(longest == null ? ttlMillis : Math.min(ttlMillis, longest.toMillis()), nowNanos);
    }

    /** Where the time they live is limited, they end no later than they would have: the limit is on all of it. */
    boolean expire(String key, long ttlMillis) {
        long now = ticker.nanoTime();
        long told = deadlineNanos(ttlMillis, now);
        LongUnaryOperator deadlineNanos = own -> longest != null && own - told < 0 ? own : told;
        return versions.changeIfPresent(key, now, (k, list) -> list.ending(deadlineNanos, now));
    }

    boolean remove(String key) {
        return versions.remove(key);
    }

    void discard(EntryId id, StoredEntry unreadable) {
        long now = ticker.nanoTime();
        versions.changeIfPresent(id.key(), now, (key, list) -> list.without(id.fingerprint(), unreadable, now));
    }

    Set<String> keys() {
        return versions.keys();
    }

    long count() {
        return versions.count();
    }

    Inspection inspect(String key, boolean leased) {
        Version list = versions.get(key);
        long now = ticker.nanoTime();
        return list == null
                ? new Inspection(0, 0, 0, leased)
                : new Inspection(list.count(now), list.remainingMillis(now), list.bytes(now), leased);
    }
}
