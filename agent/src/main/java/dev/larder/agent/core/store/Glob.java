package dev.larder.agent.core.store;

/**
 * A pattern over whole keys: {@code *} stands for any text, also none, {@code ?} for one character, and everything
 * else for itself.
 *
 * <p><b>Why</b> not the server's own patterns: theirs know brackets and backslashes, and their {@code ?} is one byte.
 * Every store matches with this class, so that a pattern means the same whichever of them answers.
 */
public final class Glob {

    private final int[] pattern;

    private Glob(int[] pattern) {
        this.pattern = pattern;
    }

    public static Glob of(String glob) {
        return new Glob(glob.codePoints().toArray());
    }

    /** Takes time proportional to the product of both lengths at worst, whatever the pattern. */
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
                // The last star takes one character more. Earlier stars never need to: what followed them matched.
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
