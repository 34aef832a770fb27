package dev.larder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks arguments, in the same way with and without the agent. */
final class Arguments {

    /** The maximum length of keys, see {@link Larder#key}. */
    static final int MAX_CHARS = 200;

    /** The longest time to live. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Arguments() {}

    static <T> T notNull(T value, String name, String remedy) {
        if (value == null) {
            throw new NullPointerException("The " + name + " is null. Pass " + remedy + ".");
        }
        return value;
    }

    static String key(String key) {
        return text(key, "key");
    }

    static Set<String> keys(Collection<String> keys) {
        Set<String> checked = new LinkedHashSet<>();
        for (String key : notNull(keys, "collection of keys", "an empty one for none")) {
            checked.add(key(key));
        }
        return checked;
    }

    static String pattern(String pattern) {
        return text(pattern, "pattern");
    }

    static String tag(String tag) {
        return text(tag, "tag");
    }

    static List<String> tags(String... tags) {
        Set<String> checked = new LinkedHashSet<>();
        for (String tag : notNull(tags, "array of tags", "no argument for none")) {
            checked.add(tag(tag));
        }
        return new ArrayList<>(checked);
    }

    /** The characters of rendered keys and tags. Messages tell the place and never the text, which may be a secret. */
    private static String text(String text, String name) {
        notNull(text, name, "a text, such as Larder.key(\"user:{0}\", id)");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The " + name + " is empty. Name what the entry is about.");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException(String.format(
                        "The %s has the character U+%04X at position %d, and may have printable ASCII without blanks"
                                + " only. Make it with Larder.key(\"user:{0}\", value), which escapes what a value holds.",
                        name, (int) c, i));
            }
        }
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("The " + name + " is " + text.length() + " characters long, and may be "
                    + MAX_CHARS + ". Make it with Larder.key(\"user:{0}\", value), which shortens what is longer.");
        }
        return text;
    }

    /** In milliseconds, at least 1. */
    static long ttlMillis(Duration ttl) {
        notNull(ttl, "time to live", "a Duration greater than 0");
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException(
                    "A time to live is greater than 0, not " + ttl + ". To end an entry now, evict it.");
        }
        return ttl.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : Math.max(ttl.toMillis(), 1);
    }

    static long amount(long by) {
        if (by < 0) {
            throw new IllegalArgumentException("A counter goes up or down by 0 or more, not by " + by
                    + ". Turn increment into decrement, or back.");
        }
        return by;
    }
}
