package dev.larder.agent.core.store;

import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.SharedCopies;
import org.jspecify.annotations.Nullable;

/** A cached value. A cached null is an entry like any other; only the absence of an entry is a miss. */
public sealed interface StoredEntry {

    /** The version of a value that no store has given one. */
    long UNSTORED = 0;

    /** Identifies this stored value, for a {@link Turn} to replace it and no other; {@link #UNSTORED} if that is unknown. */
    default long version() {
        return UNSTORED;
    }

    /** From when on it is stale, by the monotonic clock; meaningless without a version. */
    default long staleFromNanos() {
        return 0;
    }

    /**
     * An encoded value, decoded for each caller.
     *
     * @param envelope not copied, so it must not be changed
     * @param fill what keeps a copy of the decoded value in this process; null for nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the array is passed from codec to store without a copy
    record Encoded(
            byte[] envelope,
            long version,
            long staleFromNanos,
            @Nullable NearFill fill) implements StoredEntry {

        /** Of a value that is not in a store yet. */
        public Encoded(byte[] envelope) {
            this(envelope, UNSTORED, 0, null);
        }
    }

    /** A value of this process, never encoded: an immutable one, or one that each caller gets a copy of. In memory only. */
    non-sealed interface Local extends StoredEntry {

        /** For one caller: the immutable value, or a copy. */
        default @Nullable Object value() {
            return copies().copy();
        }

        Copies copies();

        /**
         * The owner whose methods may get it: in another class loader, classes of the same names are different classes.
         * Null if there is none.
         */
        @Nullable
        EntryOwner owner();

        /** Of a value known to be immutable. */
        static Local of(@Nullable Object value, @Nullable EntryOwner owner) {
            return new LocalValue(new SharedCopies(value, 0), owner);
        }
    }

    /**
     * A local value in a store. A holder of the reference can tell whether the store would still return it: it ends at its
     * deadline, when one of its tags is evicted, and before the store removes it for any other reason.
     */
    interface Held extends Local {

        boolean hasEnded(long nowNanos);
    }

    /** A value that is not in a store yet. */
    record LocalValue(Copies copies, @Nullable EntryOwner owner) implements Local {}

    /**
     * The right to keep a copy of one value that was read from a shared store. It ends, without a word, as soon as anything has
     * changed that made the value valid: a copy that is kept then is served to nobody.
     *
     * <p><b>Threads.</b> Thread-safe.
     */
    interface NearFill {

        /** Whether the caller is the one to keep a copy: of many that share a read, the first. */
        boolean begin();

        /**
         * Keeps a copy, for whoever has {@link #begin begun}.
         *
         * @param copy of the value that was read
         */
        void keep(StoredEntry.Local copy);
    }
}
