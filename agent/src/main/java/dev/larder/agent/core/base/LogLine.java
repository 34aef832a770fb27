package dev.larder.agent.core.base;

import org.jspecify.annotations.Nullable;

/**
 * One line for the operator, made by {@link Message#of}.
 *
 * @param message what kind of line it is, with its id and level
 * @param text without id and level
 */
public record LogLine(Message message, String text) {

    /** The same with {@code remark} after it; an empty one adds nothing. */
    public LogLine with(String remark) {
        return new LogLine(message, text + remark);
    }

    /**
     * The text of a value; its class if its own {@code toString} throws, for example that of an application's
     * exception.
     */
    static String textOf(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (Throwable theirs) { // a log line must not fail a call
            return value == null ? "null" : value.getClass().getName();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
