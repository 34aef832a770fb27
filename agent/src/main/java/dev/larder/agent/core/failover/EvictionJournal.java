package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.Eviction;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Evictions that Redis has not heard of yet.
 *
 * <p><b>Shape.</b> Sets, since an eviction twice is an eviction once, and in no particular order, since evictions
 * commute. Bounded: where they would overflow, one pattern that matches everything takes the place of all.
 *
 * <p><b>Threads.</b> Not thread-safe; guarded by its owner's lock.
 */
final class EvictionJournal {

    private final int maxNames;
    private final int maxPatterns;
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();

    /** With room for so many keys and tags, together, and for so many patterns. */
    EvictionJournal(int maxNames, int maxPatterns) {
        this.maxNames = maxNames;
        this.maxPatterns = maxPatterns;
    }

    void add(Eviction eviction) {
        if (coversEverything()) {
            return;
        }
        keys.addAll(eviction.keys());
        tags.addAll(eviction.tags());
        patterns.addAll(eviction.patterns());
        if (coversEverything() || keys.size() + tags.size() > maxNames || patterns.size() > maxPatterns) {
            coverEverything();
        }
    }

    private boolean coversEverything() {
        return patterns.contains(Eviction.EVERYTHING);
    }

    private void coverEverything() {
        keys.clear();
        tags.clear();
        patterns.clear();
        patterns.add(Eviction.EVERYTHING);
    }

    /**
     * Hands out up to {@code count} keys, as many tags, and all patterns. They are then the taker's to bring to Redis or
     * back.
     */
    Eviction take(int count) {
        return new Eviction(take(keys, count), take(tags, count), take(patterns, maxPatterns));
    }

    /** What it holds, and goes on to hold. */
    Eviction all() {
        return new Eviction(keys, tags, patterns);
    }

    private static Set<String> take(Collection<String> from, int count) {
        Set<String> taken = new HashSet<>();
        Iterator<String> rest = from.iterator();
        while (rest.hasNext() && taken.size() < count) {
            taken.add(rest.next());
            rest.remove();
        }
        return taken;
    }

    int size() {
        return keys.size() + tags.size() + patterns.size();
    }
}
