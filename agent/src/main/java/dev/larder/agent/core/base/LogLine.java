package dev.larder.agent.core.base;

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

    @Override
    public String toString() {
        return text;
    }
}
