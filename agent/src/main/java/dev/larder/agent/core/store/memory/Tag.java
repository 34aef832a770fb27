package dev.larder.agent.core.store.memory;

/**
 * One version of a tag, in force until it is evicted. Its identity is the version.
 *
 * <p><b>Threads.</b> Thread-safe; looking is one volatile read.
 */
final class Tag {

    /** Publishes the eviction to whoever holds an entry or a lease that carries this version. */
    private volatile boolean over;

    void end() {
        over = true;
    }

    boolean isInForce() {
        return !over;
    }
}
