package dev.larder.agent.core.jmx;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.stats.StatsSnapshot;

/**
 * A cached method for its MBean: texts, counters and two switches.
 *
 * <p>Equal only to itself: a method that is loaded twice has two views. It refers to no class or loader of the
 * application, so that the MBean server does not keep them alive.
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

    /** Changes the time to live of entries that are stored from now on. */
    void setTtlMillis(long ttlMillis);

    /** Where its results are kept. */
    Tier tier();

    /** Keeps what is stored from now on there, and looks there only. */
    void setTier(Tier tier);

    boolean isEnabled();

    void setEnabled(boolean enabled);
}
