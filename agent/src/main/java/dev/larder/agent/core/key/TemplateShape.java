package dev.larder.agent.core.key;

import dev.larder.agent.core.key.text.PercentEscape;

/**
 * Which texts a template can make, as far as its own text tells: a placeholder may make any text.
 *
 * <p>Generous, so that two shapes that meet may still make different texts, and two that do not meet never make the same.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class TemplateShape {

    /** Any text, also none. No template has these characters: they are control characters. */
    private static final char ANY_TEXT = '\0';

    private static final char ANY_CHARACTER = '\1';

    private final String symbols;

    private TemplateShape(String symbols) {
        this.symbols = symbols;
    }

    /**
     * Of the template of a key or a tag.
     *
     * @throws IllegalArgumentException if it is malformed, which no template of a plan is
     */
    public static TemplateShape of(String template) {
        StringBuilder symbols = new StringBuilder();
        try {
            new Scanner(template, symbols).scan();
        } catch (KeyTemplateException malformed) {
            throw new IllegalArgumentException(malformed);
        }
        return new TemplateShape(symbols.toString());
    }

    private static final class Scanner extends TemplateScanner {

        private final String template;
        private final StringBuilder symbols;

        Scanner(String template, StringBuilder symbols) {
            super(template);
            this.template = template;
            this.symbols = symbols;
        }

        @Override
        void text(String text) {
            symbols.append(text);
        }

        @Override
        void placeholder(String content) {
            symbols.append(ANY_TEXT);
        }

        @Override
        KeyTemplateException problem(String clause, String remedy) {
            return TemplateKind.CACHED_KEY.problem(template, clause, remedy);
        }
    }

    /** Of a pattern, whose {@code *} and {@code ?} are wildcards. */
    public static TemplateShape ofPattern(String pattern) {
        return new TemplateShape(of(pattern).symbols.replace('*', ANY_TEXT).replace('?', ANY_CHARACTER));
    }

    /** Of the keys of a method without a template. */
    public static TemplateShape ofDefaultKey(String signature) {
        return new TemplateShape(PercentEscape.signature(signature) + ANY_TEXT);
    }

    /** Whether there may be a text that both make. */
    public boolean canMeet(TemplateShape other) {
        String some = symbols;
        String more = other.symbols;
        // Whether the rest of one behind i can be the rest of the other behind j, from the ends on.
        boolean[][] meets = new boolean[some.length() + 1][more.length() + 1];
        for (int i = some.length(); i >= 0; i--) {
            for (int j = more.length(); j >= 0; j--) {
                meets[i][j] = meets(some, i, more, j, meets);
            }
        }
        return meets[0][0];
    }

    private static boolean meets(String some, int i, String more, int j, boolean[][] meets) {
        boolean hasSome = i < some.length();
        boolean hasMore = j < more.length();
        if (!hasSome && !hasMore) {
            return true;
        }
        if (hasSome && some.charAt(i) == ANY_TEXT) {
            return meets[i + 1][j] || (hasMore && meets[i][j + 1]);
        }
        if (hasMore && more.charAt(j) == ANY_TEXT) {
            return meets[i][j + 1] || (hasSome && meets[i + 1][j]);
        }
        return hasSome && hasMore && isSame(some.charAt(i), more.charAt(j)) && meets[i + 1][j + 1];
    }

    private static boolean isSame(char one, char other) {
        return one == other || one == ANY_CHARACTER || other == ANY_CHARACTER;
    }
}
