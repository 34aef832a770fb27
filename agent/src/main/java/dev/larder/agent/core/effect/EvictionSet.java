package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.Set;

/**
 * Evictions that wait for something, put together.
 *
 * <p><b>Shape.</b> Sets, since an eviction twice is an eviction once, and in no order, since evictions commute. Bounded:
 * where they would overflow, the eviction of everything takes their place.
 *
 * <p><b>Threads.</b> Not thread-safe; guarded by its owner's lock.
 */
final class EvictionSet {

    static final Eviction NOTHING = new Eviction(Set.of(), Set.of(), Set.of());

    private static final int MAX_PATTERNS = 100;

    private final int maxSize;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> tags = new HashSet<>();
    private final Set<String> patterns = new HashSet<>();

    /** Takes up to {@code maxSize} keys and tags together. */
    EvictionSet(int maxSize) {
        this.maxSize = maxSize;
    }

    void add(Eviction eviction) {
        if (coversEverything()) {
            return;
        }
        keys.addAll(eviction.keys());
        tags.addAll(eviction.tags());
        patterns.addAll(eviction.patterns());
        if (keys.size() + tags.size() > maxSize || patterns.size() > MAX_PATTERNS || coversEverything()) {
            coverEverything();
        }
    }

    /** Takes a key back, unless everything is to go. */
    void remove(String key) {
        keys.remove(key);
    }

    private void coverEverything() {
        clear();
        patterns.add(Eviction.EVERYTHING);
    }

    private boolean coversEverything() {
        return patterns.contains(Eviction.EVERYTHING);
    }

    /** Hands out all of them and is empty then. */
    Eviction take() {
        Eviction all = new Eviction(keys, tags, patterns);
        clear();
        return all;
    }

    private void clear() {
        keys.clear();
        tags.clear();
        patterns.clear();
    }
}
