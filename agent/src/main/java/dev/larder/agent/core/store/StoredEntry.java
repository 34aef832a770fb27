package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/** A value at rest. A cached null is an entry like any other; only the absence of an entry is a miss. */
public sealed interface StoredEntry {

    /**
     * A value as its codec wrote it, decoded anew for each caller.
     *
     * @param envelope not copied; nobody writes to it after construction
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the array is handed from codec to store as it is
    record Encoded(byte[] envelope) implements StoredEntry {}

    /** A value proved immutable, shared by reference between callers. In memory only. */
    non-sealed interface Shared extends StoredEntry {

        @Nullable
        Object value();

        /**
         * Whose methods may have it: in another class loader, classes of the same names are other classes. Null for nobody in
         * particular.
         */
        @Nullable
        EntryOwner owner();

        static Shared of(@Nullable Object value, @Nullable EntryOwner owner) {
            return new SharedValue(value, owner);
        }
    }

    /**
     * A shared value that lies in a store. Who has got hold of it can tell from then on whether the store would still give
     * it: it has ended at its deadline, when a tag that it carries is evicted, and before the store gives it up for any
     * other reason.
     */
    interface Held extends Shared {

        boolean hasEnded(long nowNanos);
    }

    /** One that is not in a store, or not yet. */
    record SharedValue(@Nullable Object value, @Nullable EntryOwner owner) implements Shared {}
}
