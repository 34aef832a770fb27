package dev.larder.agent.core.engine;

import org.jspecify.annotations.Nullable;

/**
 * What {@link CachedMethod#find} returns instead of a value: the method's body has to run.
 *
 * <p>No application value is ever an instance of it, so that null can be a value like any other.
 */
public final class Miss {

    /** The cache has no part in this call; it is counted already. */
    static final Miss BYPASS = new Miss(null);

    /** Nothing is known yet of this call: its key has to be made. */
    static final Miss NOT_RECALLED = new Miss(null);

    private final @Nullable String key;

    private Miss(@Nullable String key) {
        this.key = key;
    }

    static Miss of(String key) {
        return new Miss(key);
    }

    /** The key to load under; null when the body runs outside of the cache. */
    @Nullable
    String key() {
        return key;
    }

    public static boolean isMiss(@Nullable Object found) {
        return found instanceof Miss;
    }
}
