package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.SharedCopies;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.StoredEntry;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One version of an entry and, rarely, the other versions under the same key.
 *
 * <p><b>Shape.</b> A list, newest first, almost always of length one. Each version has its own deadline; the key lives
 * as long as the longest.
 *
 * <p><b>Why</b> a version of a shared value is the stored entry itself: a hit reads one object less, and an entry
 * needs one object less.
 *
 * <p><b>Threads.</b> Immutable, except for the mark of being removed or replaced, and for the tags, which may end.
 */
abstract sealed class Version extends Deadlined {

    private final String fingerprint;
    private final TagVersions tags;
    private final long deadlineNanos;

    /** How much longer it stays, for readers that may use a stale value; 0 for most. */
    private final long staleNanos;

    /** As {@link StoredEntry#version}. */
    private final long version;

    private final @Nullable Version next;

    /** What this and the next ones take, about. */
    private final long bytes;

    private Version(Stored stored, long ownBytes, @Nullable Version next) {
        this.bytes = next == null ? ownBytes : ownBytes + next.bytes;
        this.deadlineNanos = stored.deadlineNanos;
        this.staleNanos = stored.staleNanos;
        this.version = stored.version;
        this.fingerprint = stored.fingerprint;
        this.tags = stored.tags;
        this.next = next;
    }

    /**
     * All that a version has but its value.
     *
     * @param deadlineNanos when its time to live ends
     * @param staleNanos how much longer it stays
     * @param version as {@link StoredEntry#version}
     */
    record Stored(String fingerprint, TagVersions tags, long deadlineNanos, long staleNanos, long version) {}

    /** @param next the others under its key; null if it is alone */
    static Version of(StoredEntry entry, Stored stored, @Nullable Version next) {
        if (entry instanceof StoredEntry.Local local) {
            Copies copies = local.copies();
            return copies.isShared()
                    ? new OfShared(copies, local.owner(), stored, next)
                    : new OfCopied(copies, local.owner(), stored, next);
        }
        return new OfEncoded((StoredEntry.Encoded) entry, stored, next);
    }

    abstract StoredEntry entry();

    @Override
    long bytes() {
        return bytes;
    }

    /** This one in front of those of {@code others} that it does not replace and that have not expired. */
    Version beside(@Nullable Version others, long nowNanos) {
        return others == null ? this : with(deadlineNanos, without(others, fingerprint, nowNanos));
    }

    private Version with(long deadlineNanos, @Nullable Version rest) {
        return of(entry(), new Stored(fingerprint, tags, deadlineNanos, staleNanos, version), rest);
    }

    private static @Nullable Version without(@Nullable Version list, String fingerprint, long nowNanos) {
        if (list == null) {
            return null;
        }
        Version rest = without(list.next, fingerprint, nowNanos);
        boolean stays = list.isUsable(nowNanos) && !list.fingerprint.equals(fingerprint);
        return stays ? list.with(list.deadlineNanos, rest) : rest;
    }

    /** The versions without the one with {@code fingerprint}, if that is {@code unwanted}; null if none is left. */
    @Nullable
    Version without(String fingerprint, StoredEntry unwanted, long nowNanos) {
        Version version = this;
        while (version != null && !version.fingerprint.equals(fingerprint)) {
            version = version.next;
        }
        boolean isThere = version != null && version.version == unwanted.version();
        return isThere ? without(this, fingerprint, nowNanos) : this;
    }

    /** The versions that are fresh now, each with its new deadline; null if there are none. */
    @Nullable
    Version ending(LongUnaryOperator deadlineNanos, long nowNanos) {
        Version rest = next == null ? null : next.ending(deadlineNanos, nowNanos);
        return isFresh(nowNanos) ? with(deadlineNanos.applyAsLong(this.deadlineNanos), rest) : rest;
    }

    /**
     * The entry that a reader may get. If there is one version only, its deadline is that of the key, which the reader has
     * checked. Compares fingerprints by reference first, as {@link String#equals} does: a call site asks with the string
     * it stored with.
     */
    @Nullable
    StoredEntry find(String wanted, List<String> named, long nowNanos) {
        for (Version each = this; each != null; each = each.next) {
            if (each.fingerprint.equals(wanted)
                    && (each.tags == TagVersions.NOTHING ? named.isEmpty() : each.tags.satisfy(named, nowNanos))) {
                boolean isDeadlineOfTheKey = next == null && staleNanos == 0;
                return isDeadlineOfTheKey || nowNanos - each.deadlineNanos < 0 ? each.entry() : null;
            }
        }
        return null;
    }

    /** As {@link #find}, for a reader that may use a stale entry. */
    @Nullable
    StoredEntry findStale(String wanted, List<String> named, long nowNanos) {
        for (Version each = this; each != null; each = each.next) {
            if (each.fingerprint.equals(wanted) && each.tags.satisfy(named, nowNanos) && !each.isPast(nowNanos)) {
                return each.entry();
            }
        }
        return null;
    }

    /** The tags of the value with {@code version}, if it is still usable; null if it is not, or is not there. */
    @Nullable
    TagVersions tagsOf(String wanted, long version, long nowNanos) {
        for (Version each = this; each != null; each = each.next) {
            if (each.fingerprint.equals(wanted)) {
                return each.version == version && each.isUsable(nowNanos) ? each.tags : null;
            }
        }
        return null;
    }

    /** Of the newest: whose it is, with the names of its tags from that place on. */
    /** Whether it carries so many tags at least. */
    boolean carries(int leastTags) {
        return tags.areAtLeast(leastTags);
    }

    EntryId id(String key, int fromTag) {
        return new EntryId(key, fingerprint, tags.names(fromTag), null, true);
    }

    int count(long nowNanos) {
        int rest = next == null ? 0 : next.count(nowNanos);
        return isFresh(nowNanos) ? rest + 1 : rest;
    }

    long bytes(long nowNanos) {
        long rest = next == null ? 0 : next.bytes(nowNanos);
        return isFresh(nowNanos) ? rest + bytes - (next == null ? 0 : next.bytes) : rest;
    }

    /** Until the last fresh version expires; 0 if there is none. */
    long remainingMillis(long nowNanos) {
        long rest = next == null ? 0 : next.remainingMillis(nowNanos);
        return isFresh(nowNanos) ? Math.max(rest, Deadlined.remainingMillis(deadlineNanos, nowNanos)) : rest;
    }

    private boolean isFresh(long nowNanos) {
        return nowNanos - deadlineNanos < 0 && tags.areInForce(nowNanos);
    }

    /** Whether nobody may use it any more, because of the time. */
    private boolean isPast(long nowNanos) {
        return nowNanos - deadlineNanos - staleNanos >= 0;
    }

    private boolean isUsable(long nowNanos) {
        return !isPast(nowNanos) && tags.areInForce(nowNanos);
    }

    /** Whether all of them are. */
    @Override
    boolean isOver(long nowNanos) {
        return nowNanos - deadlineNanos - staleNanos >= 0 && (next == null || next.isOver(nowNanos));
    }

    /** Whether it is as another store had it. */
    boolean isEncoded() {
        return false;
    }

    public long version() {
        return version;
    }

    public long staleFromNanos() {
        return deadlineNanos;
    }

    /** Whether this version has expired, was removed or replaced, or has a tag that was evicted. */
    public boolean hasEnded(long nowNanos) {
        return state != IN_PLACE || !isFresh(nowNanos);
    }

    @Override
    void markReplaced() {
        super.markReplaced();
        if (next != null) {
            next.markReplaced();
        }
    }

    @Override
    void markRemoved() {
        super.markRemoved();
        if (next != null) {
            next.markRemoved();
        }
    }

    private abstract static sealed class OfLocal extends Version implements StoredEntry.Held {

        private final @Nullable EntryOwner owner;

        private OfLocal(@Nullable EntryOwner owner, Stored stored, long bytes, @Nullable Version next) {
            super(stored, bytes, next);
            this.owner = owner;
        }

        @Override
        StoredEntry entry() {
            return this;
        }

        @Override
        public @Nullable EntryOwner owner() {
            return owner;
        }
    }

    private static final class OfShared extends OfLocal {

        private final @Nullable Object value;

        OfShared(Copies shared, @Nullable EntryOwner owner, Stored stored, @Nullable Version next) {
            super(owner, stored, shared.bytes(), next);
            this.value = shared.copy();
        }

        @Override
        public @Nullable Object value() {
            return value;
        }

        @Override
        public Copies copies() {
            return new SharedCopies(value, bytes());
        }
    }

    private static final class OfCopied extends OfLocal {

        private final Copies copies;

        OfCopied(Copies copies, @Nullable EntryOwner owner, Stored stored, @Nullable Version next) {
            super(owner, stored, copies.bytes(), next);
            this.copies = copies;
        }

        @Override
        public Copies copies() {
            return copies;
        }
    }

    private static final class OfEncoded extends Version {

        private final StoredEntry.Encoded entry;

        OfEncoded(StoredEntry.Encoded entry, Stored stored, @Nullable Version next) {
            super(stored, entry.envelope().length, next);
            this.entry = new StoredEntry.Encoded(entry.envelope(), stored.version, stored.deadlineNanos, entry.fill());
        }

        @Override
        StoredEntry entry() {
            return entry;
        }

        @Override
        boolean isEncoded() {
            return true;
        }
    }
}
