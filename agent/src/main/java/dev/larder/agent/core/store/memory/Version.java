package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoredEntry;
import org.jspecify.annotations.Nullable;

/**
 * One version of an entry and, rarely, the other versions under the same key.
 *
 * <p><b>Shape.</b> A list, newest first. Almost always of length one, and then the cache's own expiry is this version's
 * deadline; in a longer list the key lives as long as the longest and every version looks at its own deadline.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class Version implements Deadlined {

    private final String fingerprint;
    private final StoredEntry entry;
    private final long ownDeadlineNanos;
    private final @Nullable Version next;

    private Version(String fingerprint, StoredEntry entry, long ownDeadlineNanos, @Nullable Version next) {
        this.fingerprint = fingerprint;
        this.entry = entry;
        this.ownDeadlineNanos = ownDeadlineNanos;
        this.next = next;
    }

    /** Puts a version before those of {@code others} that are neither replaced by it nor over. */
    static Version of(
            String fingerprint, StoredEntry entry, long deadlineNanos, long nowNanos, @Nullable Version others) {
        return new Version(fingerprint, entry, deadlineNanos, without(others, fingerprint, nowNanos));
    }

    private static @Nullable Version without(@Nullable Version list, String fingerprint, long nowNanos) {
        if (list == null) {
            return null;
        }
        Version rest = without(list.next, fingerprint, nowNanos);
        if (list.isOver(nowNanos) || list.fingerprint.equals(fingerprint)) {
            return rest;
        }
        return new Version(list.fingerprint, list.entry, list.ownDeadlineNanos, rest);
    }

    /** The versions but the one {@code id} names, if that is {@code unwanted}; null when there are none left. */
    @Nullable
    Version without(EntryId id, StoredEntry unwanted, long nowNanos) {
        boolean isThere = find(id.fingerprint(), nowNanos) == unwanted;
        return isThere ? without(this, id.fingerprint(), nowNanos) : this;
    }

    boolean isOnly() {
        return next == null;
    }

    /** Compares by reference first, as {@link String#equals} does: a call site asks with the string it stored with. */
    boolean is(String otherFingerprint) {
        return fingerprint.equals(otherFingerprint);
    }

    StoredEntry entry() {
        return entry;
    }

    @Nullable
    StoredEntry find(String wanted, long nowNanos) {
        for (Version version = this; version != null; version = version.next) {
            if (version.is(wanted)) {
                return version.isOver(nowNanos) ? null : version.entry;
            }
        }
        return null;
    }

    int count(long nowNanos) {
        int rest = next == null ? 0 : next.count(nowNanos);
        return isOver(nowNanos) ? rest : rest + 1;
    }

    long bytes(long nowNanos) {
        long rest = next == null ? 0 : next.bytes(nowNanos);
        return isOver(nowNanos) ? rest : rest + bytesOf(entry);
    }

    private static long bytesOf(StoredEntry entry) {
        return entry instanceof StoredEntry.Encoded encoded ? encoded.envelope().length : 0;
    }

    private boolean isOver(long nowNanos) {
        return nowNanos - ownDeadlineNanos >= 0;
    }

    /** The latest of all. */
    @Override
    public long deadlineNanos() {
        long latest = ownDeadlineNanos;
        for (Version version = next; version != null; version = version.next) {
            if (version.ownDeadlineNanos - latest > 0) {
                latest = version.ownDeadlineNanos;
            }
        }
        return latest;
    }
}
