package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The versions of entries by key.
 *
 * <p><b>Threads.</b> Thread-safe. A thread that puts holds the lock of the key's lease. Other threads may at the same
 * time only remove entries, or change their deadlines.
 */
final class Entries extends ExpiringMap<Version> {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** 2^64 divided by the golden ratio: its multiples come to each number once. */
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    /** The last version of a value in this process. It begins at random, so that none is equal to one in Redis but by accident. */
    private static final AtomicLong VERSIONS = new AtomicLong(Turn.newVersion());

    private final Object home;

    /** The longest time to live; {@link #NO_LIMIT} if there is none. */
    private long longestMillis;

    Entries(Object home, Room room, @Nullable Duration longest, Executor upkeep, Ticker ticker) {
        super(room, upkeep, ticker);
        this.home = home;
        this.longestMillis = millisOf(longest);
    }

    private static long millisOf(@Nullable Duration longest) {
        return longest == null ? NO_LIMIT : longest.toMillis();
    }

    /** As {@link OwnedEntries#limitTo}. */
    void limitTo(@Nullable Duration longest) {
        longestMillis = millisOf(longest);
    }

    /** Identifies the store that they are of. */
    Object home() {
        return home;
    }

    @Nullable
    StoredEntry find(String key, String fingerprint, List<String> named, long nowNanos) {
        Version version = get(key, nowNanos);
        return version == null ? null : version.find(fingerprint, named, nowNanos);
    }

    /** As {@link #find}, but it is no use of the entry. */
    @Nullable
    StoredEntry findQuietly(EntryId id, long nowNanos) {
        Version version = getQuietly(id.key(), nowNanos);
        return version == null ? null : version.find(id.fingerprint(), id.tags(), nowNanos);
    }

    /** Also one whose time to live is over, for a reader that may use it nevertheless. */
    @Nullable
    StoredEntry findStale(EntryId id, long nowNanos) {
        Version version = getQuietly(id.key(), nowNanos);
        return version == null ? null : version.findStale(id.fingerprint(), id.tags(), nowNanos);
    }

    /** As {@link Version#tagsOf}. */
    @Nullable
    TagVersions tagsOf(EntryId id, long version, long nowNanos) {
        Version list = getQuietly(id.key(), nowNanos);
        return list == null ? null : list.tagsOf(id.fingerprint(), version, nowNanos);
    }

    void putBesideOthers(EntryId id, StoredEntry entry, TagVersions tags, Times times, long nowNanos) {
        Version version = version(id, entry, tags, times, nowNanos);
        if (!putIfAbsent(id.key(), version, nowNanos)) {
            change(id.key(), nowNanos, (key, others) -> version.beside(others, nowNanos));
        }
    }

    void putInPlaceOfAll(EntryId id, StoredEntry entry, TagVersions tags, Times times, long nowNanos) {
        Version version = version(id, entry, tags, times, nowNanos);
        change(id.key(), nowNanos, (key, others) -> version);
    }

    private Version version(EntryId id, StoredEntry entry, TagVersions tags, Times times, long nowNanos) {
        long ttlMillis = Math.min(times.ttlMillis, longestMillis);
        long staleMillis = Math.min(times.staleMillis, longestMillis - ttlMillis);
        long deadlineNanos = Deadlined.after(ttlMillis, nowNanos);
        long staleNanos = TimeUnit.MILLISECONDS.toNanos(Math.min(staleMillis, Deadlined.MAX_TTL_MILLIS));
        long number = VERSIONS.addAndGet(STEP);
        return Version.of(entry, new Version.Stored(id.fingerprint(), tags, deadlineNanos, staleNanos, number), null);
    }

    /** How long a value is fresh, and how much longer it stays. */
    record Times(long ttlMillis, long staleMillis) {}

    /** If the time to live is limited, it cannot be prolonged: the limit holds for the whole life of an entry. */
    boolean expire(String key, long ttlMillis) {
        long now = ticker.nanoTime();
        long told = Deadlined.after(Math.min(ttlMillis, longestMillis), now);
        LongUnaryOperator deadlineNanos = own -> longestMillis != NO_LIMIT && own - told < 0 ? own : told;
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
