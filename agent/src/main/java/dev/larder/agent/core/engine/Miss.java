package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.LocalEntries;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CachedMethod#find} returns instead of a value: the method's body has to run.
 *
 * <p>No application value is ever an instance of it, so that null can be a value like any other.
 */
public final class Miss {

    /** The cache takes no part in this call; it is counted already. */
    static final Miss BYPASS = new Miss(null, null);

    /** Nothing was recalled: the key of this call has to be made. */
    static final Miss NOT_RECALLED = new Miss(null, null);

    private final @Nullable String key;

    /** Where there was no entry a moment ago; null if that is not known. */
    private final @Nullable LocalEntries lookedInto;

    private Miss(@Nullable String key, @Nullable LocalEntries lookedInto) {
        this.key = key;
        this.lookedInto = lookedInto;
    }

    static Miss of(String key) {
        return new Miss(key, null);
    }

    /** There is no entry in {@code local}. */
    static Miss in(LocalEntries local, String key) {
        return new Miss(key, local);
    }

    /** Whether to look the key up in {@code store} again would be to ask it the same again. */
    @SuppressWarnings("ReferenceEquality") // a store that answers in this process is its own entries
    boolean isKnownTo(CacheStore store) {
        return store == lookedInto;
    }

    /** The key to load under; null when the body runs outside of the cache. */
    public @Nullable String key() {
        return key;
    }

    public static boolean isMiss(@Nullable Object found) {
        return found instanceof Miss;
    }
}
