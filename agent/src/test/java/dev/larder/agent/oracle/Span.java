package dev.larder.agent.oracle;

import java.util.Locale;

/**
 * When and where a call happened, as far as can be known from outside: at some time between {@code sent} and
 * {@code returned}.
 *
 * @param sent a place in the one order of everything the driver sent and received, as is {@code returned}
 * @param sentMillis since the driver started, for what depends on time
 * @param modeBefore to be told in a story: the agent's mode, read by the worker after the call was sent and before it began
 * @param modeAfter the same, read after the call had ended and before that was sent back
 */
record Span(
        long call,
        int worker,
        long sent,
        long returned,
        long sentMillis,
        long returnedMillis,
        String modeBefore,
        String modeAfter) {

    boolean isBefore(Span later) {
        return returned < later.sent;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%6d..%-6d %6d..%-6d ms worker %d call %d %s..%s",
                sent,
                returned,
                sentMillis,
                returnedMillis,
                worker,
                call,
                modeBefore,
                modeAfter);
    }
}
