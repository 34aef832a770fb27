package dev.larder.agent.core.store.memory;

/**
 * One version of a tag, in force until it is evicted. Its identity is the version.
 *
 * <p><b>Threads.</b> Thread-safe; looking is one volatile read.
 */
final class Tag {

    private final String name;

    /** Publishes the eviction to whoever holds an entry or a lease that carries this version. */
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

    boolean isInForce() {
        return !over;
    }
}
