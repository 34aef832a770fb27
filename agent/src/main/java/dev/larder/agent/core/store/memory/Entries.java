package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.StoredEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The versions of entries by key.
 *
 * <p><b>Threads.</b> Thread-safe. Who may write or remove is decided by the caller, under the lock of the key's lease.
 */
final class Entries {

    private final Cache<String, Version> versions;
    private final Ticker ticker;

    /** Null where entries live as long as they are told to. */
    private final @Nullable Duration longest;

    Entries(long maxEntries, @Nullable Duration longest, Ticker ticker) {
        this.versions = Deadlined.cache(maxEntries, ticker);
        this.longest = longest;
        this.ticker = ticker;
    }

    @Nullable
    StoredEntry find(String key, String fingerprint, List<String> named) {
        Version version = versions.getIfPresent(key);
        if (version == null) {
            return null;
        }
        if (version.isOnly()) {
            return version.suits(fingerprint, named) ? version.entry() : null;
        }
        return version.find(fingerprint, named, ticker.nanoTime());
    }

    void putBesideOthers(EntryId id, StoredEntry entry, Carried tags, long ttlMillis) {
        Version version = version(id, entry, tags, ttlMillis);
        versions.asMap().compute(id.key(), (key, others) -> version.beside(others, ticker.nanoTime()));
    }

    void putInPlaceOfAll(EntryId id, StoredEntry entry, Carried tags, long ttlMillis) {
        versions.put(id.key(), version(id, entry, tags, ttlMillis));
    }

    private Version version(EntryId id, StoredEntry entry, Carried tags, long ttlMillis) {
        return new Version(id.fingerprint(), entry, tags, deadlineNanos(ttlMillis));
    }

    private long deadlineNanos(long ttlMillis) {
        return Deadlined.after(longest == null ? ttlMillis : Math.min(ttlMillis, longest.toMillis()), ticker);
    }

    /** Where the time they live is limited, they end no later than they would have: the limit is on all of it. */
    boolean expire(String key, long ttlMillis) {
        long told = deadlineNanos(ttlMillis);
        LongUnaryOperator deadlineNanos = own -> longest != null && own - told < 0 ? own : told;
        long now = ticker.nanoTime();
        return versions.asMap().computeIfPresent(key, (k, list) -> list.ending(deadlineNanos, now)) != null;
    }

    boolean remove(String key) {
        return versions.asMap().remove(key) != null;
    }

    void discard(EntryId id, StoredEntry unreadable) {
        long now = ticker.nanoTime();
        versions.asMap().computeIfPresent(id.key(), (key, list) -> list.without(id.fingerprint(), unreadable, now));
    }

    Set<String> keys() {
        return versions.asMap().keySet();
    }

    long count() {
        versions.cleanUp();
        return versions.estimatedSize();
    }

    Inspection inspect(String key, boolean leased) {
        Version list = versions.policy().getIfPresentQuietly(key);
        long now = ticker.nanoTime();
        return list == null
                ? new Inspection(0, 0, 0, leased)
                : new Inspection(list.count(now), list.remainingMillis(now), list.bytes(now), leased);
    }
}
