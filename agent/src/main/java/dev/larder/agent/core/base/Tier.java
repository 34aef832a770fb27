package dev.larder.agent.core.base;

/** Where the results of a cached method are kept, as {@code dev.larder.Tier} says. */
public enum Tier {
    SHARED,
    NEAR,
    LOCAL
}
