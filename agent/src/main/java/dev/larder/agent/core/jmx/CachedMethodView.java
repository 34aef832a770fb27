package dev.larder.agent.core.jmx;

import dev.larder.agent.core.stats.StatsSnapshot;

/**
 * A cached method as its MBean sees it: texts, counters and two switches.
 *
 * <p>Equal only to itself: the same method loaded twice is two of them. It refers to no class and no loader of the
 * application, so that the MBean server, which keeps it, keeps neither alive.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public interface CachedMethodView {

    /** Such as {@code com.acme.UserService.findById(long)}. */
    String signature();

    /** The template of its keys. */
    String keyTemplate();

    StatsSnapshot stats();

    long ttlMillis();

    /** Changes the time to live of what is stored from now on. */
    void setTtlMillis(long ttlMillis);

    boolean isEnabled();

    void setEnabled(boolean enabled);
}
