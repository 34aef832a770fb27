package dev.larder.agent.core.store.memory;

/**
 * How much a bounded map may hold: so many values, and so many bytes.
 *
 * <p><b>Shape.</b> A Caffeine cache has one bound. So each value weighs as many bytes as it takes, but at least as many as
 * it may take if the map is full of values: then neither bound is exceeded.
 */
record Room(long values, long bytes) {

    /** Without a bound of bytes. */
    static Room forValues(long values) {
        return new Room(values, values);
    }

    /** An equal part of it. */
    Room dividedBy(int parts) {
        return new Room(Math.max(values / parts, 1), Math.max(bytes / parts, 1));
    }

    /** The weight of the smallest value. */
    long leastWeight() {
        return Math.max(bytes / values, 1);
    }

    long maximumWeight() {
        return leastWeight() * values;
    }
}
