package dev.larder.agent.core.store;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Evictions that are still to be carried out, merged.
 *
 * <p><b>Shape.</b> Sets, since evicting twice is the same as once, and without an order, since evictions commute.
 * Bounded: an overflow replaces all of them by one pattern that matches everything.
 *
 * <p><b>Threads.</b> Not thread-safe; guarded by its owner's lock.
 */
public final class EvictionSet {

    /** The usual bound of patterns: each is a scan of all keys. */
    public static final int MAX_PATTERNS = 100;

    private final int maxNames;
    private final int maxPatterns;
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();

    /** With room for {@code maxNames} keys and tags together, and for {@code maxPatterns} patterns. */
    public EvictionSet(int maxNames, int maxPatterns) {
        this.maxNames = maxNames;
        this.maxPatterns = maxPatterns;
    }

    public void add(Eviction eviction) {
        if (coversEverything()) {
            return;
        }
        keys.addAll(eviction.keys());
        tags.addAll(eviction.tags());
        patterns.addAll(eviction.patterns());
        if (coversEverything() || keys.size() + tags.size() > maxNames || patterns.size() > maxPatterns) {
            clear();
            patterns.add(Eviction.EVERYTHING);
        }
    }

    private boolean coversEverything() {
        return patterns.contains(Eviction.EVERYTHING);
    }

    /** Removes a key, unless everything is to be evicted. */
    public void remove(String key) {
        keys.remove(key);
    }

    /** Removes and returns all of them. */
    public Eviction take() {
        Eviction all = all();
        clear();
        return all;
    }

    /** A copy of its content. */
    public Eviction all() {
        return new Eviction(keys, tags, patterns);
    }

    /** Keys, tags and patterns, each of them counted as one. */
    public int size() {
        return keys.size() + tags.size() + patterns.size();
    }

    private void clear() {
        keys.clear();
        tags.clear();
        patterns.clear();
    }
}
