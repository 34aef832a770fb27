package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.StoredEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The versions of entries by key.
 *
 * <p><b>Threads.</b> Thread-safe. A thread that puts holds the lock of the key's lease. Other threads may at the same
 * time only remove entries, or change their deadlines.
 */
final class Entries extends ExpiringMap<Version> {

    /** Null if there is no limit on the time to live. */
    private final @Nullable Duration longest;

    Entries(long maxEntries, @Nullable Duration longest, Executor upkeep, Ticker ticker) {
        super(maxEntries, upkeep, ticker);
        this.longest = longest;
    }

    @Nullable
    StoredEntry find(String key, String fingerprint, List<String> named) {
        Version version = get(key);
        if (version == null) {
            return null;
        }
        if (version.isOnly()) {
            return version.suits(fingerprint, named) ? version.entry() : null;
        }
        return version.find(fingerprint, named, ticker.nanoTime());
    }

    void putBesideOthers(EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        Version version = version(id, entry, tags, ttlMillis, nowNanos);
        if (get(id.key()) == null) { // and no other thread puts one, see above
            put(id.key(), version, nowNanos);
        } else {
            change(id.key(), nowNanos, (key, others) -> version.beside(others, nowNanos));
        }
    }

    void putInPlaceOfAll(EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        Version version = version(id, entry, tags, ttlMillis, nowNanos);
        change(id.key(), nowNanos, (key, others) -> version);
    }

    private Version version(EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        return Version.of(id.fingerprint(), entry, tags, deadlineNanos(ttlMillis, nowNanos), null);
    }

    private long deadlineNanos(long ttlMillis, long nowNanos) {
        return Deadlined.after(longest == null ? ttlMillis : Math.min(ttlMillis, longest.toMillis()), nowNanos);
    }

    /** If the time to live is limited, it cannot be prolonged: the limit holds for the whole life of an entry. */
    boolean expire(String key, long ttlMillis) {
        long now = ticker.nanoTime();
        long told = deadlineNanos(ttlMillis, now);
        LongUnaryOperator deadlineNanos = own -> longest != null && own - told < 0 ? own : told;
        return changeIfPresent(key, now, (k, list) -> list.ending(deadlineNanos, now));
    }

    void discard(EntryId id, StoredEntry unreadable) {
        long now = ticker.nanoTime();
        changeIfPresent(id.key(), now, (key, list) -> list.without(id.fingerprint(), unreadable, now));
    }

    Inspection inspect(String key) {
        Version list = get(key);
        long now = ticker.nanoTime();
        return list == null
                ? Inspection.NOTHING
                : new Inspection(list.count(now), list.remainingMillis(now), list.bytes(now), false);
    }
}
