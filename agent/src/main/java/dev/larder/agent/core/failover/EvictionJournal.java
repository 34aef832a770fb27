package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.Eviction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
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

    private final int maxKeys;
    private final int maxPatterns;
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();

    EvictionJournal(int maxKeys, int maxPatterns) {
        this.maxKeys = maxKeys;
        this.maxPatterns = maxPatterns;
    }

    void add(Eviction eviction) {
        eviction.keys().forEach(this::addKey);
        eviction.patterns().forEach(this::addPattern);
    }

    void addKey(String key) {
        if (!coversEverything()) {
            keys.add(key);
            overflowAbove(keys, maxKeys);
        }
    }

    void addPattern(String glob) {
        if (glob.equals(Eviction.EVERYTHING)) {
            coverEverything();
        } else if (!coversEverything()) {
            patterns.add(glob);
            overflowAbove(patterns, maxPatterns);
        }
    }

    private void overflowAbove(Set<String> evictions, int max) {
        if (evictions.size() > max) {
            coverEverything();
        }
    }

    private void coverEverything() {
        keys.clear();
        patterns.clear();
        patterns.add(Eviction.EVERYTHING);
    }

    private boolean coversEverything() {
        return patterns.contains(Eviction.EVERYTHING);
    }

    /** Hands out up to {@code count} keys, which are then the taker's to bring to Redis or back. */
    List<String> takeKeys(int count) {
        return take(keys, count);
    }

    List<String> takePatterns(int count) {
        return take(patterns, count);
    }

    private static List<String> take(Collection<String> from, int count) {
        List<String> taken = new ArrayList<>();
        Iterator<String> rest = from.iterator();
        while (rest.hasNext() && taken.size() < count) {
            taken.add(rest.next());
            rest.remove();
        }
        return taken;
    }

    int size() {
        return keys.size() + patterns.size();
    }
}
