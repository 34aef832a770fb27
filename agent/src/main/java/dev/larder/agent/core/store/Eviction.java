package dev.larder.agent.core.store;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The keys, tags and patterns that one call evicts.
 *
 * @param keys whole keys, without the namespace
 * @param tags every entry with one of them is evicted
 * @param patterns over whole keys, in the form of {@link Glob}
 */
public record Eviction(Set<String> keys, Set<String> tags, Set<String> patterns) {

    public static final Eviction NOTHING = new Eviction(Set.of(), Set.of(), Set.of());

    /** Matches every key. */
    public static final String EVERYTHING = "*";

    /** A tag that every entry of a sensitive method carries, and that no template makes. */
    public static final String SENSITIVE_TAG = "%s";

    public Eviction {
        keys = Set.copyOf(keys);
        tags = Set.copyOf(tags);
        patterns = Set.copyOf(patterns);
    }

    public static Eviction ofKey(String key) {
        return ofKeys(Set.of(key));
    }

    public static Eviction ofTag(String tag) {
        return new Eviction(Set.of(), Set.of(tag), Set.of());
    }

    public static Eviction ofPattern(String glob) {
        return new Eviction(Set.of(), Set.of(), Set.of(glob));
    }

    public static Eviction ofKeys(Set<String> keys) {
        return new Eviction(keys, Set.of(), Set.of());
    }

    public boolean isEmpty() {
        return keys.isEmpty() && tags.isEmpty() && patterns.isEmpty();
    }

    /** Keys, tags and patterns, each of them counted as one. */
    public int size() {
        return keys.size() + tags.size() + patterns.size();
    }

    public Eviction and(Eviction other) {
        if (other.isEmpty() || equals(other)) {
            return this;
        }
        return new Eviction(union(keys, other.keys), union(tags, other.tags), union(patterns, other.patterns));
    }

    /** The keys, tags and patterns that evict at least one of {@code entries}. */
    public Eviction thatEvict(Collection<EntryId> entries) {
        Set<String> hitKeys = new LinkedHashSet<>();
        Set<String> hitTags = new LinkedHashSet<>();
        for (EntryId entry : entries) {
            hitKeys.add(entry.key());
            hitTags.addAll(entry.tags());
        }
        hitKeys.retainAll(keys);
        hitTags.retainAll(tags);
        return new Eviction(hitKeys, hitTags, patternsThatEvict(entries));
    }

    private Set<String> patternsThatEvict(Collection<EntryId> entries) {
        Set<String> hit = new LinkedHashSet<>();
        for (String pattern : patterns) {
            Glob glob = Glob.of(pattern);
            if (entries.stream().anyMatch(entry -> glob.matches(entry.key()))) {
                hit.add(pattern);
            }
        }
        return hit;
    }

    public Eviction without(Eviction other) {
        return other.isEmpty()
                ? this
                : new Eviction(
                        difference(keys, other.keys),
                        difference(tags, other.tags),
                        difference(patterns, other.patterns));
    }

    private static Set<String> difference(Set<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return some.isEmpty() ? more : some;
        }
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }
}
