package dev.larder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The template of {@link Larder#key}: always checked, and rendered here without an agent.
 *
 * <p><b>Shape.</b> {@code text {position text}}. Rendered keys have the form of the agent's: text and values one after
 * the other, a {@code ,} between adjacent values, and a digest at the end if they are too long.
 */
final class KeyTemplate {

    private static final int DIGEST_CHARS = 1 + 32;
    private static final int MAX_PREFIX_CHARS = Arguments.MAX_CHARS - DIGEST_CHARS;

    private final String source;
    private final int count;
    private final boolean[] used;
    private final List<Integer> positions = new ArrayList<>();

    /** The texts before, between and after the positions: one more than those. */
    private final List<String> texts = new ArrayList<>();

    private final StringBuilder text = new StringBuilder();

    private KeyTemplate(String source, int count) {
        this.source = source;
        this.count = count;
        this.used = new boolean[count];
    }

    /**
     * Parses a template for {@code count} arguments.
     *
     * @throws IllegalArgumentException with the place and what to write instead
     */
    static KeyTemplate parse(String source, int count) {
        Arguments.notNull(source, "template", "a text with {0} for the first argument, such as \"user:{0}\"");
        KeyTemplate template = new KeyTemplate(source, count);
        template.read();
        template.checkUse();
        return template;
    }

    private void read() {
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            boolean isBrace = c == '{' || c == '}';
            if (isBrace && source.startsWith(String.valueOf(c), i + 1)) {
                text.append(c);
                i++;
            } else if (c == '{') {
                i = placeholder(i);
            } else if (c == '}') {
                throw problem("has a '}' without its '{' at position " + i, "Write '}}' for a brace.");
            } else {
                text.append(checked(c, i));
            }
        }
        endText();
    }

    private char checked(char c, int position) {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
            throw problem(
                    "has white space or a control character at position " + position,
                    "Take it out, or write ':' or '_' instead.");
        }
        return c;
    }

    /** Returns its end. */
    private int placeholder(int start) {
        int end = source.indexOf('}', start);
        if (end < 0) {
            throw problem("has a '{' without its '}' at position " + start, "Close it, or write '{{' for a brace.");
        }
        String content = source.substring(start + 1, end);
        if (!content.matches("0|[1-9][0-9]{0,3}")) {
            throw problem(
                    "names '{" + content + "}'",
                    "Arguments are named by their position, {0} for the first; pass a property as an argument itself.");
        }
        int position = Integer.parseInt(content);
        if (position >= count) {
            throw problem(
                    "names {" + position + "}, but there "
                            + (count == 1 ? "is 1 argument" : "are " + count + " arguments"),
                    "Pass a value for each position, from {0} on.");
        }
        used[position] = true;
        endText();
        positions.add(position);
        return end;
    }

    private void endText() {
        texts.add(KeyValues.literal(text.toString()));
        text.setLength(0);
    }

    /** An argument without a place would be missing in the key, so entries that differ in it would be the same. */
    private void checkUse() {
        if (source.isEmpty()) {
            throw problem("is empty", "Name what the entry is about, such as \"user:{0}\".");
        }
        for (int i = 0; i < count; i++) {
            if (!used[i]) {
                throw problem(
                        "has no place for argument " + i, "Write {" + i + "} where it belongs, or do not pass it.");
            }
        }
    }

    String render(Object[] values) {
        StringBuilder key = new StringBuilder(texts.get(0));
        for (int i = 0; i < positions.size(); i++) {
            int position = positions.get(i);
            key.append(KeyValues.text(values[position], "{" + position + "}"));
            String next = texts.get(i + 1);
            boolean isLast = i == positions.size() - 1;
            if (!isLast && (next.isEmpty() || KeyValues.continues(next.charAt(0)))) {
                key.append(',');
            }
            key.append(next);
        }
        return bound(key.toString());
    }

    /** A key with the form of a shortened one is shortened as well; otherwise it could forge another key's digest. */
    private static String bound(String key) {
        boolean looksShortened =
                key.length() >= Arguments.MAX_CHARS - 2 && key.charAt(key.length() - DIGEST_CHARS) == '#';
        return key.length() <= Arguments.MAX_CHARS && !looksShortened ? key : shortened(key);
    }

    private static String shortened(String key) {
        StringBuilder shortened = new StringBuilder(key.substring(0, prefixLength(key))).append('#');
        byte[] digest = sha256().digest(key.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < digest.length / 2; i++) {
            shortened.append(String.format("%02x", digest[i]));
        }
        return shortened.toString();
    }

    /** Does not cut within an escape. */
    private static int prefixLength(String key) {
        int escape = key.indexOf('%', MAX_PREFIX_CHARS - 2);
        return escape >= 0 && escape < MAX_PREFIX_CHARS ? escape : Math.min(MAX_PREFIX_CHARS, key.length());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private IllegalArgumentException problem(String clause, String remedy) {
        return new IllegalArgumentException("The key template \"" + source + "\" " + clause + ". " + remedy);
    }
}
