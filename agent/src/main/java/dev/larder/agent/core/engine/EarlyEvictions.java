package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evictions from before there is a store, for the store to begin with: in Redis there may be what they are about.
 *
 * <p><b>Shape.</b> Sets, bounded: beyond {@value #MOST} names they become the eviction of everything.
 *
 * <p><b>Threads.</b> Not thread-safe; guarded by its owner's lock.
 */
final class EarlyEvictions {

    private static final int MOST = 10_000;

    private final Set<String> keys = new HashSet<>();
    private final Set<String> tags = new HashSet<>();
    private final Set<String> patterns = new HashSet<>();

    void add(Eviction eviction) {
        keys.addAll(eviction.keys());
        tags.addAll(eviction.tags());
        patterns.addAll(eviction.patterns());
        if (keys.size() + tags.size() + patterns.size() > MOST) {
            clear();
            patterns.add(Eviction.EVERYTHING);
        }
    }

    /** Hands out all of them together; null for none. */
    @Nullable
    Eviction take() {
        Eviction all = new Eviction(keys, tags, patterns);
        clear();
        return all.isEmpty() ? null : all;
    }

    private void clear() {
        keys.clear();
        tags.clear();
        patterns.clear();
    }
}
