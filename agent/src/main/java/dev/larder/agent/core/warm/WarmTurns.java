package dev.larder.agent.core.warm;

import org.jspecify.annotations.Nullable;

/** Settles which of the processes that share a store warms a method now. */
public interface WarmTurns {

    /**
     * The turn to warm the method.
     *
     * @return null while another process has it, or nobody for a while
     */
    @Nullable
    Held take(Warmable method);

    /** Held by this process. */
    interface Held {

        /** To be called twice a second. Returns false if it is over. */
        boolean keep();

        /**
         * Ends it.
         *
         * @param restMillis for how long nobody has it; 0 for not at all
         */
        void end(long restMillis);
    }

    /** For a process alone, which is the first in all things. */
    WarmTurns ALONE = method -> new Held() {
        @Override
        public boolean keep() {
            return true;
        }

        @Override
        public void end(long restMillis) {
            // Nobody else waits for it.
        }
    };
}
