package dev.larder.agent.oracle;

import dev.larder.agent.apps.Verb;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a worker is asked to do, and what that means for the database.
 *
 * @param words as {@link Verb} says
 * @param writes the keys that get a new version when the body asks the database
 * @param covers the keys whose older versions must not be read once the call has returned
 */
record Order(Verb verb, List<String> words, Set<String> writes, Set<String> covers, Answer answer) {

    /**
     * How the database answers it.
     *
     * @param parked how long after it has read or written
     * @param padding how large the row is, in characters
     */
    record Answer(Duration parked, int padding) {

        static final Answer AT_ONCE = new Answer(Duration.ZERO, 10);
    }

    Order {
        words = List.copyOf(words);
        writes = Set.copyOf(writes);
        covers = Set.copyOf(covers);
    }

    private Order(Verb verb, List<String> words, Set<String> writes, Set<String> covers) {
        this(verb, words, writes, covers, Answer.AT_ONCE);
    }

    static Order read(String key) {
        return read(Verb.READ, key);
    }

    static Order readTagged(String key, String group) {
        return read(Verb.READ_TAGGED, key, group);
    }

    static Order readShort(String key) {
        return read(Verb.READ_SHORT, key);
    }

    /** A read by a verb that takes the key, or the key and the group whose tag its entry carries. */
    static Order read(Verb verb, String... words) {
        return new Order(verb, List.of(words), Set.of(), Set.of());
    }

    /** A change of one key by a verb that takes it alone. */
    static Order change(Verb verb, String key) {
        return new Order(verb, List.of(key), Set.of(key), Set.of(key));
    }

    static Order putTagged(String key, String group) {
        return new Order(Verb.PUT_TAGGED, List.of(key, group), Set.of(key), Set.of(key));
    }

    /** A change of some keys by a verb that takes all of them. */
    static Order changeMany(Verb verb, List<String> keys) {
        return new Order(verb, List.of(String.join(",", keys)), Set.copyOf(keys), Set.copyOf(keys));
    }

    /** A change of all {@code keys} by a verb that takes what they have in common: a group, a prefix, or nothing. */
    static Order changeAll(Verb verb, String inCommon, Set<String> keys) {
        return new Order(verb, List.of(inCommon), keys, keys);
    }

    static Order changeKeyAndGroup(String key, String group, List<String> ofGroup) {
        Set<String> keys = new LinkedHashSet<>(ofGroup);
        keys.add(key);
        return new Order(Verb.UPDATE_KEY_AND_GROUP, List.of(key, group), keys, keys);
    }

    Order answered(Answer answer) {
        return new Order(verb, words, writes, covers, answer);
    }

    boolean isRead() {
        return verb.isRead();
    }

    /** The key of a read, or all of a read of many with commas in between. */
    String key() {
        return words.get(0);
    }

    /** The keys of a read. */
    List<String> keys() {
        return List.of(key().split(","));
    }

    /** Whether what the call itself writes is covered; all others evict after they have written. */
    boolean coversItsWrites() {
        return verb != Verb.EVICT_FIRST;
    }

    @Override
    public String toString() {
        String parked =
                answer.parked().isZero() ? "" : " (parked " + answer.parked().toMillis() + " ms)";
        return verb + " " + String.join(" ", words) + parked;
    }
}
