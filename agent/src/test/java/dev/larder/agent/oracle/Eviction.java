package dev.larder.agent.oracle;

import java.util.Map;

/**
 * A call that makes older versions unreadable: it evicted, or it put a new one.
 *
 * @param versions by key, the version that is the oldest to be read from then on
 */
record Eviction(Span span, Order order, Map<String, Long> versions) {

    Eviction {
        versions = Map.copyOf(versions);
    }

    @Override
    public String toString() {
        return span + " " + order + " covers " + versions;
    }
}
