package dev.larder.agent.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What was wrong with the configuration, in sentences for an operator.
 *
 * <p>Nothing that may be a secret gets in: a text is quoted only if its form cannot hold one and it looks like no
 * URL or credential, and the name of an unknown key only as far as it looks like a name.
 */
final class Problems {

    private static final int MAX_QUOTED_LENGTH = 80;
    private static final String NOT_SHOWN = "(not shown, it may hold a secret)";

    private final List<String> sentences = new ArrayList<>();

    List<String> sentences() {
        return sentences;
    }

    void add(String sentence) {
        sentences.add(sentence);
    }

    /** @param used what is used instead, completing "is used" */
    void badValue(String key, GivenValues.Given given, BadValueException why, ValueForm<?> form, String used) {
        String text = form.secret() ? NOT_SHOWN : quotable(given.text());
        add("Bad value for " + quotableName(key) + ": " + text + " from the " + given.origin() + " " + why.getMessage()
                + ". Accepted: " + form.accepted() + ". " + used + " is used.");
    }

    void unknownKey(String key, String origin, String nearest) {
        add("Unknown key " + quotableName(key) + " from the " + origin + " is ignored. The nearest known key is "
                + nearest + ".");
    }

    /** As much of a name as has no other characters than names have; a separator mistyped may begin a secret. */
    static String quotableName(String name) {
        int end = 0;
        while (end < name.length() && end < MAX_QUOTED_LENGTH && isNamePart(name.charAt(end))) {
            end++;
        }
        return end == name.length() ? name : name.substring(0, end) + "...";
    }

    static String quotable(String text) {
        if (text.contains("@") || text.contains("://")) {
            return NOT_SHOWN;
        }
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= MAX_QUOTED_LENGTH ? visible : visible.substring(0, MAX_QUOTED_LENGTH) + "...";
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '$';
    }
}
