package dev.larder.sample.cache;

import java.util.Map;

/**
 * What the cache says of itself.
 *
 * @param mode the agent's word for it, or {@link #ABSENT}, or {@link #ERROR}
 * @param statistics by attribute name, its first letter in lower case; what the agent does not tell is not there
 */
record CacheStatus(String mode, Map<String, Object> statistics) {

    /** The mode in which Redis answers. */
    static final String REDIS = "REDIS";

    /** No agent is attached. */
    static final String ABSENT = "ABSENT";

    /** There is an agent, but it cannot be asked. */
    static final String ERROR = "ERROR";

    static CacheStatus absent() {
        return new CacheStatus(
                ABSENT, Map.of("modeReason", "The Larder agent is not attached; every call runs its query."));
    }

    static CacheStatus error(Throwable cause) {
        return new CacheStatus(ERROR, Map.of("modeReason", "The cache's MBean cannot be read: " + cause));
    }
}
