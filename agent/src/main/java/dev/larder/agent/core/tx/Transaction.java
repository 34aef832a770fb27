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

    /** Why it may read other rows than those committed now; null if it reads those. */
    @Nullable
    OwnView ownView();

    /** Whether it can be resumed on another thread than the one that began it. */
    boolean canChangeThreads();

    /** What is notified of its end; null if nothing yet. */
    @Nullable
    Ending ending();

    /**
     * Notifies {@code ending} of its end, before the call that ends it returns.
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
     * Is notified of how a transaction ended.
     *
     * <p><b>Threads.</b> Called on the thread that ends it, which need not be the one that worked in it.
     *
     * <p><b>Failure.</b> Exceptions are caught: they reach neither the transaction nor its manager.
     */
    interface Ending {

        /** Called once. */
        void ended(Outcome outcome);

        /** An unknown part of what was written so far is undone, or may be. Called before the end. */
        void partlyUndone();
    }
}
