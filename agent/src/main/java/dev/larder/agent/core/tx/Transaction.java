package dev.larder.agent.core.tx;

import org.jspecify.annotations.Nullable;

/**
 * The active transaction of the calling thread.
 *
 * <p><b>Threads.</b> Confined to the thread that asked for it, and to that moment.
 *
 * <p><b>Failure.</b> Never throws.
 */
public interface Transaction {

    /**
     * Whether what is read in it may be other than what is committed now: its own writes, unless it was declared
     * read-only, or a snapshot, if it was declared to read from one.
     */
    boolean readsApart();

    /**
     * Whether an {@link Ending} would hear of it when a part of what was written is undone. Where not, what was written
     * need not be what is committed.
     */
    boolean tellsOfSavepoints();

    /** What is to hear how it ends; null if nothing yet. */
    @Nullable
    Ending ending();

    /**
     * Lets {@code ending} hear how it ends, before the call that ends it returns.
     *
     * @return false if that cannot be arranged: it is about to end, or has
     */
    boolean onEnd(Ending ending);

    /** How a transaction ended. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** Its manager does not know. */
        UNKNOWN
    }

    /**
     * Hears how a transaction ended.
     *
     * <p><b>Threads.</b> Called on the thread that ends it, which need not be the one that worked in it.
     *
     * <p><b>Failure.</b> Whatever it throws is ours to hide: it reaches neither the transaction nor its manager.
     */
    interface Ending {

        /** Called once. */
        void ended(Outcome outcome);

        /** A part of what was written so far is undone, and nobody knows which. */
        void partlyUndone();
    }
}
