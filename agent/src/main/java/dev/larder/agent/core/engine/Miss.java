package dev.larder.agent.core.engine;

import org.jspecify.annotations.Nullable;

/**
 * What {@link CachedMethod#find} returns instead of a value: the method's body has to run.
 *
 * <p>No application value is ever an instance of it, so that null can be a value like any other.
 */
public final class Miss {

    /** The cache takes no part in this call; it is counted already. */
    static final Miss BYPASS = new Miss(null, false);

    /** Nothing was recalled: the key of this call has to be made. */
    static final Miss NOT_RECALLED = new Miss(null, false);

    /** Another process loads the entry. */
    public static final Miss HELD = new Miss(null, false);

    /** A call whose result comes later waits for something, and is continued by that. */
    public static final Miss LATER = new Miss(null, false);

    private final @Nullable String key;

    private final boolean lookedUp;
    private final boolean due;

    /** @param lookedUp whether the store had no entry a moment ago; false if that is not known */
    Miss(@Nullable String key, boolean lookedUp) {
        this(key, lookedUp, false);
    }

    private Miss(@Nullable String key, boolean lookedUp, boolean due) {
        this.key = key;
        this.lookedUp = lookedUp;
        this.due = due;
    }

    /** There is an entry, which is to be refreshed: for that the call has to be known with its arguments. */
    static Miss due(String key) {
        return new Miss(key, false, true);
    }

    boolean isDue() {
        return due;
    }

    /** For a call that is counted already, and whose body runs outside of the cache. */
    public static Miss bypass() {
        return BYPASS;
    }

    /** Whether to look the key up again would be to ask the store the same again. */
    public boolean isLookedUp() {
        return lookedUp;
    }

    /** The key to load under; null when the body runs outside of the cache. */
    public @Nullable String key() {
        return key;
    }

    public static boolean isMiss(@Nullable Object found) {
        return found instanceof Miss;
    }
}
