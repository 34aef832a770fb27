package dev.larder.agent.core.effect;

/** When an eviction takes place, relative to the method's body; as in {@code CacheEvict.Phase}. */
public enum Phase {
    AFTER_SUCCESS,
    BEFORE,
    ALWAYS
}
