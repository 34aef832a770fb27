package dev.larder.agent.core.tx;

/**
 * An active transaction of the application's.
 *
 * <p><b>Failure.</b> Never throws.
 */
public interface Transaction {

    /** Whether it may write, as far as one can tell: it was not declared read-only. */
    boolean isWriting();

    /**
     * Lets {@code ending} hear how it ends, once, before the call that ends it returns.
     *
     * @return false if that cannot be arranged: the caller then acts as if there were no transaction
     */
    boolean onEnd(Ending ending);

    /** Hears how a transaction ended. Whatever it throws is ours to hide. */
    @FunctionalInterface
    interface Ending {

        /**
         * Called once.
         *
         * @param rolledBack whether it certainly did not commit; false also where the outcome is unknown
         */
        void ended(boolean rolledBack);
    }
}
