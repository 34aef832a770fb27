package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that the results of a method could not be copied. To find that out again may take as long as the copy of a large
 * value. So after one refusal the next result is not tried, after the next refusal three, and so on, up to
 * {@value #MOST_SKIPPED}; a result that is copied ends that.
 *
 * <p><b>Threads.</b> Thread-safe; threads at the same time may try some more.
 */
final class RefusedCopies {

    private static final int MOST_SKIPPED = 1_023;

    private volatile int toSkip;
    private volatile int skipNext = 1;

    /** The latest refusal. */
    private volatile @Nullable CodecException refusal;

    /** Whether the next result is not to be tried. */
    boolean isSkipped() {
        int left = toSkip;
        if (left == 0) {
            return false;
        }
        toSkip = left - 1;
        return true;
    }

    /** For a result that is not tried. */
    Copies again() throws CodecException {
        CodecException latest = refusal;
        throw latest == null ? new CodecException("its like could not be copied") : latest;
    }

    void add(CodecException refused) {
        refusal = refused;
        toSkip = skipNext;
        skipNext = Math.min(2 * skipNext + 1, MOST_SKIPPED);
    }

    void ended() {
        if (skipNext != 1) {
            skipNext = 1;
        }
    }
}
