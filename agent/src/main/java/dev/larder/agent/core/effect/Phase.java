package dev.larder.agent.core.effect;

/** When, seen from the method's body, an eviction takes place; as {@code CacheEvict.Phase} says. */
public enum Phase {
    AFTER_SUCCESS,
    BEFORE,
    ALWAYS
}
