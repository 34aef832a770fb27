package dev.larder.agent.core.plan;

/** When, seen from the method's body, an eviction takes place; as {@code CacheEvict.Phase} says. */
public enum EvictPhase {
    AFTER_SUCCESS,
    BEFORE,
    ALWAYS
}
