package dev.larder.benchmarks.catalog;

import dev.larder.Cached;

/**
 * One body in methods that are cached, but not now. It gives another result each time, so that a cached one would show,
 * and allocates nothing.
 */
public final class Switched {

    private static final int TTL_SECONDS = 60;

    private long runs;

    /** As if caching had never been thought of. */
    public long plain(long argument) {
        return argument + ++runs;
    }

    /** {@code larder.method.<class>.switchedOffInConfiguration.enabled=false}. */
    @Cached(key = "off:configuration:{argument}", ttl = TTL_SECONDS)
    public long switchedOffInConfiguration(long argument) {
        return argument + ++runs;
    }

    /** {@code Enabled = false} in the method's MBean. */
    @Cached(key = "off:jmx:{argument}", ttl = TTL_SECONDS)
    public long switchedOffOverJmx(long argument) {
        return argument + ++runs;
    }

    /** {@code when} says no. */
    @Cached(key = "off:when:{argument}", ttl = TTL_SECONDS, when = "never")
    public long whenIsFalse(long argument) {
        return argument + ++runs;
    }

    /** The key names what is not there: the agent says so and leaves the method as it is. */
    @Cached(key = "off:refused:{absent}", ttl = TTL_SECONDS)
    public long refused(long argument) {
        return argument + ++runs;
    }

    boolean never(long argument) {
        return argument == Long.MIN_VALUE;
    }

    /** The option that keeps {@link #switchedOffInConfiguration} from the cache. */
    static String offInConfiguration() {
        return "-Dlarder.method." + Switched.class.getName() + ".switchedOffInConfiguration.enabled=false";
    }
}
