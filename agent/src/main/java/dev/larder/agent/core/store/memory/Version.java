package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.SharedCopies;
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
    private final @Nullable Version next;

    /** What this and the next ones take, about. */
    private final long bytes;

    private Version(String fingerprint, TagVersions tags, long deadlineNanos, long ownBytes, @Nullable Version next) {
        this.bytes = next == null ? ownBytes : ownBytes + next.bytes;
        this.deadlineNanos = deadlineNanos;
        this.fingerprint = fingerprint;
        this.tags = tags;
        this.next = next;
    }

    /** @param next the others under its key; null if it is alone */
    static Version of(
            String fingerprint, StoredEntry entry, TagVersions tags, long deadlineNanos, @Nullable Version next) {
        if (entry instanceof StoredEntry.Local local) {
            Copies copies = local.copies();
            return copies.isShared()
                    ? new OfShared(fingerprint, copies, local.owner(), tags, deadlineNanos, next)
                    : new OfCopied(fingerprint, copies, local.owner(), tags, deadlineNanos, next);
        }
        return new OfEncoded(fingerprint, (StoredEntry.Encoded) entry, tags, deadlineNanos, next);
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
        return of(fingerprint, entry(), tags, deadlineNanos, rest);
    }

    private static @Nullable Version without(@Nullable Version list, String fingerprint, long nowNanos) {
        if (list == null) {
            return null;
        }
        Version rest = without(list.next, fingerprint, nowNanos);
        boolean stays = list.isFresh(nowNanos) && !list.fingerprint.equals(fingerprint);
        return stays ? list.with(list.deadlineNanos, rest) : rest;
    }

    /** The versions without the one with {@code fingerprint}, if that is {@code unwanted}; null if none is left. */
    @Nullable
    Version without(String fingerprint, StoredEntry unwanted, long nowNanos) {
        Version version = this;
        while (version != null && !version.fingerprint.equals(fingerprint)) {
            version = version.next;
        }
        boolean isThere = version != null && version.entry() == unwanted;
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
    StoredEntry find(String wanted, List<String> named, Ticker ticker) {
        for (Version each = this; each != null; each = each.next) {
            if (each.fingerprint.equals(wanted)
                    && (each.tags == TagVersions.NOTHING ? named.isEmpty() : each.tags.satisfy(named))) {
                return next != null && ticker.nanoTime() - each.deadlineNanos >= 0 ? null : each.entry();
            }
        }
        return null;
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
        return nowNanos - deadlineNanos < 0 && tags.areInForce();
    }

    /** Whether all of them are. */
    @Override
    boolean isOver(long nowNanos) {
        return nowNanos - deadlineNanos >= 0 && (next == null || next.isOver(nowNanos));
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

        private OfLocal(
                String fingerprint,
                @Nullable EntryOwner owner,
                TagVersions tags,
                long deadlineNanos,
                long bytes,
                @Nullable Version next) {
            super(fingerprint, tags, deadlineNanos, bytes, next);
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

        OfShared(
                String fingerprint,
                Copies shared,
                @Nullable EntryOwner owner,
                TagVersions tags,
                long deadlineNanos,
                @Nullable Version next) {
            super(fingerprint, owner, tags, deadlineNanos, shared.bytes(), next);
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

        OfCopied(
                String fingerprint,
                Copies copies,
                @Nullable EntryOwner owner,
                TagVersions tags,
                long deadlineNanos,
                @Nullable Version next) {
            super(fingerprint, owner, tags, deadlineNanos, copies.bytes(), next);
            this.copies = copies;
        }

        @Override
        public Copies copies() {
            return copies;
        }
    }

    private static final class OfEncoded extends Version {

        private final StoredEntry.Encoded entry;

        OfEncoded(
                String fingerprint,
                StoredEntry.Encoded entry,
                TagVersions tags,
                long deadlineNanos,
                @Nullable Version next) {
            super(fingerprint, tags, deadlineNanos, entry.envelope().length, next);
            this.entry = entry;
        }

        @Override
        StoredEntry entry() {
            return entry;
        }
    }
}
