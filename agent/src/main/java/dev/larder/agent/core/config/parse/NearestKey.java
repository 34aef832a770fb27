package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.NearestNames;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the known key that was probably meant by an unknown one.
 *
 * <p>The distance of two keys is the smaller one of a comparison by letters and by words: letters are mistyped, words
 * are missing or additional.
 */
final class NearestKey {

    private static final int MAX_CHARS = 100;

    /** A missing word counts less than one letter, so that it only decides between equal distances. */
    private static final int LETTER = 16;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[._-]+");
    private static final String METHOD = "method";

    /** Parts of an address, which has one key for all of them. */
    private static final Set<String> OF_THE_URL =
            Set.of("host", "port", "user", "username", "password", "db", "database", "ssl", "tls", "address", "uri");

    private NearestKey() {}

    static String to(String key) {
        List<String> words = words(key);
        if (words.size() > 3 && NearestNames.distance(words.get(1), METHOD) <= 2) {
            return MethodKeys.PATTERN;
        }
        if (words.size() > 1 && words.contains("redis") && OF_THE_URL.contains(words.get(words.size() - 1))) {
            return Setting.REDIS_URL.key();
        }
        return Setting.keys().stream()
                .min(Comparator.comparingInt(known -> distance(key, known)))
                .orElseThrow();
    }

    /** The name of the environment variable nearest to {@code name}. */
    static String toVariable(String name) {
        return Setting.environmentName(to(name));
    }

    private static int distance(String key, String known) {
        List<String> words = words(key);
        List<String> knownWords = words(known);
        int apart = 0;
        for (String word : words) {
            apart += LETTER
                    * knownWords.stream()
                            .mapToInt(candidate -> NearestNames.distance(word, candidate))
                            .min()
                            .orElse(word.length());
        }
        int lacking = Math.max(0, knownWords.size() - words.size());
        int asAWhole = NearestNames.distance(String.join(".", words), String.join(".", knownWords));
        return Math.min(LETTER * asAWhole, apart + lacking);
    }

    private static List<String> words(String key) {
        String text = key.substring(0, Math.min(key.length(), MAX_CHARS)).toLowerCase(Locale.ROOT);
        return List.of(BETWEEN_WORDS.split(text));
    }
}
