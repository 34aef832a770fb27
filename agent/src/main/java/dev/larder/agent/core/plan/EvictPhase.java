package dev.larder.agent.core.plan;

/** When an eviction takes place, relative to the method's body; see {@code CacheEvict.Phase}. */
public enum EvictPhase {
    AFTER_SUCCESS,
    BEFORE,
    ALWAYS
}
