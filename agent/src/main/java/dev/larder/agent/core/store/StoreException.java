package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/**
 * A back end did not answer properly in time.
 *
 * <p>Expected while Redis is away, so it has no stack trace. Its message contains neither values nor secrets.
 */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kind of the failure. */
    private enum Kind {
        OTHER,
        CLOSED,
        UNSENT,
        UNANSWERED,
        UNSEEN,
        ANSWERED,
        REFUSED,
        MISDIRECTED
    }

    private final Kind kind;

    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, Kind.OTHER);
    }

    private StoreException(String message, @Nullable Throwable cause, Kind kind) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    /** The other end closed the connection without an answer. The next connection may succeed. */
    public static StoreException closed(String message) {
        return new StoreException(message, null, Kind.CLOSED);
    }

    /** A command was not sent because too many are under way. Says nothing about the back end. */
    public static StoreException unsent(String message) {
        return new StoreException(message, null, Kind.UNSENT);
    }

    /** A command was not answered in time. */
    public static StoreException unanswered(String message) {
        return new StoreException(message, null, Kind.UNANSWERED);
    }

    /**
     * A command was not answered in time, or this process was too late itself to read the answer. Says nothing about
     * the back end. Also counts as {@link #isUnanswered unanswered}.
     */
    public static StoreException unseen(String message) {
        return new StoreException(message, null, Kind.UNSEEN);
    }

    /** The back end answered with an error. */
    public static StoreException answered(String message) {
        return new StoreException(message, null, Kind.ANSWERED);
    }

    /** The back end answered with an error that will recur until an operator changes something there. */
    public static StoreException refused(String message) {
        return new StoreException(message, null, Kind.REFUSED);
    }

    /** An answer belonged to another command; also for all commands that were given up because of it. */
    public static StoreException misdirected(String message) {
        return new StoreException(message, null, Kind.MISDIRECTED);
    }

    /** The same fault in other words. */
    public StoreException inOtherWords(String message) {
        return new StoreException(message, getCause(), kind);
    }

    public boolean isClosed() {
        return kind == Kind.CLOSED;
    }

    public boolean isUnsent() {
        return kind == Kind.UNSENT;
    }

    public boolean isUnanswered() {
        return kind == Kind.UNANSWERED || kind == Kind.UNSEEN;
    }

    public boolean isUnseen() {
        return kind == Kind.UNSEEN;
    }

    /** Whether the back end was reached and answered that it does not serve. May also be {@link #isRefused refused}. */
    public boolean isAnswered() {
        return kind == Kind.ANSWERED || kind == Kind.REFUSED;
    }

    public boolean isRefused() {
        return kind == Kind.REFUSED;
    }

    public boolean isMisdirected() {
        return kind == Kind.MISDIRECTED;
    }
}
