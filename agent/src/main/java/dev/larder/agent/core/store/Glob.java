package dev.larder.agent.core.store;

/**
 * A pattern over whole keys: {@code *} matches any text, also an empty one, {@code ?} matches one character, and any
 * other character matches itself.
 *
 * <p><b>Why</b> not the server's own patterns: they give brackets and backslashes a meaning, and their {@code ?} is one
 * byte. All stores use this class, so that a pattern means the same in each.
 */
public final class Glob {

    private final int[] pattern;

    private Glob(int[] pattern) {
        this.pattern = pattern;
    }

    public static Glob of(String glob) {
        return new Glob(glob.codePoints().toArray());
    }

    /** In the worst case the time is proportional to the product of both lengths. */
    public boolean matches(String key) {
        int[] text = key.codePoints().toArray();
        int at = 0;
        int next = 0;
        int star = -1;
        int resumeAt = 0;
        while (at < text.length) {
            if (next < pattern.length && pattern[next] == '*') {
                star = next++;
                resumeAt = at;
            } else if (next < pattern.length && (pattern[next] == '?' || pattern[next] == text[at])) {
                next++;
                at++;
            } else if (star >= 0) {
                // The last star matches one more character. Earlier stars never need to, since what followed them
                // matched.
                next = star + 1;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == '*') {
            next++;
        }
        return next == pattern.length;
    }
}
