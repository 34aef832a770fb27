package dev.larder.agent.core.store.memory;

/**
 * One version of a tag, current until it is evicted. Its identity is the version.
 *
 * <p><b>Threads.</b> Thread-safe; a check is one volatile read, or two.
 */
class Tag {

    private final String name;

    /** Publishes the eviction to threads that have an entry or a lease with this version. */
    private volatile boolean over;

    Tag(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void end() {
        over = true;
    }

    /** @param nowNanos by our clock */
    boolean isInForce(long nowNanos) {
        return !over;
    }
}
