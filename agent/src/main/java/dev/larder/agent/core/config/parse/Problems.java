package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.config.BadValueException;
import dev.larder.agent.core.config.source.PackagedFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The problems of the configuration, as sentences for the operator.
 *
 * <p>They contain no secrets: a text is quoted only if its form allows none and it does not look like a URL or
 * credential, and the name of an unknown key only as far as it looks like a name.
 */
final class Problems {

    private static final int MAX_QUOTED_LENGTH = 80;
    private static final String NOT_SHOWN = "(not shown, it may hold a secret)";

    private final List<LogLine> lines = new ArrayList<>();

    List<LogLine> lines() {
        return lines;
    }

    void add(LogLine line) {
        lines.add(line);
    }

    /** @param used what is used instead, completing "is used" */
    void badValue(String key, GivenValues.Given given, BadValueException why, ValueSyntax<?> form, String used) {
        String text = form.secret() ? NOT_SHOWN : quotable(given.text());
        add(Message.BAD_VALUE.of(quotableName(key), text, given.origin(), why.getMessage(), form.accepted(), used));
    }

    void unknownKey(String key, String origin, String nearest) {
        add(Message.UNKNOWN_KEY.of(quotableName(key), origin, nearest));
    }

    void unreadable(PackagedFile file, String why) {
        add(Message.UNREADABLE_FILE.of(file.origin(), why));
    }

    /** The beginning of a name that has only characters of names; a secret may follow a mistyped separator. */
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
