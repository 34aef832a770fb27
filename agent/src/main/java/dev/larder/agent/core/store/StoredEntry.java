package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/** A cached value. A cached null is an entry like any other; only the absence of an entry is a miss. */
public sealed interface StoredEntry {

    /**
     * An encoded value, decoded for each caller.
     *
     * @param envelope not copied, so it must not be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the array is passed from codec to store without a copy
    record Encoded(byte[] envelope) implements StoredEntry {}

    /** A value known to be immutable, shared by reference between callers. In memory only. */
    non-sealed interface Shared extends StoredEntry {

        @Nullable
        Object value();

        /**
         * The owner whose methods may get it: in another class loader, classes of the same names are different classes.
         * Null if there is none.
         */
        @Nullable
        EntryOwner owner();
    }

    /**
     * A shared value in a store. A holder of the reference can tell whether the store would still return it: it ends at
     * its deadline, when one of its tags is evicted, and before the store removes it for any other reason.
     */
    interface Held extends Shared {

        boolean hasEnded(long nowNanos);
    }

    /** A value that is not in a store yet. */
    record SharedValue(@Nullable Object value, @Nullable EntryOwner owner) implements Shared {}
}
