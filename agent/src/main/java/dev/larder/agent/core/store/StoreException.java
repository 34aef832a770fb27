package dev.larder.agent.core.store;

import org.jspecify.annotations.Nullable;

/**
 * A back end did not answer properly in time.
 *
 * <p>Expected while Redis is away, so it carries no stack trace of its own. Its message names neither values nor
 * secrets.
 */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is known about the fault besides its message. */
    private enum Kind {
        OTHER,
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

    /** For what was never asked, because too much is on its way already. Says nothing about the back end. */
    public static StoreException unsent(String message) {
        return new StoreException(message, null, Kind.UNSENT);
    }

    /** For what was not answered within the time there was. */
    public static StoreException unanswered(String message) {
        return new StoreException(message, null, Kind.UNANSWERED);
    }

    /**
     * For what was not answered within the time there was, as far as this process has come to look: it was late itself. Says
     * nothing about the back end. It is {@link #isUnanswered unanswered}, too.
     */
    public static StoreException unseen(String message) {
        return new StoreException(message, null, Kind.UNSEEN);
    }

    /** For what the back end was asked and answered with an error. */
    public static StoreException answered(String message) {
        return new StoreException(message, null, Kind.ANSWERED);
    }

    /** For what the back end will refuse again and again, until an operator changes something there. */
    public static StoreException refused(String message) {
        return new StoreException(message, null, Kind.REFUSED);
    }

    /** For an answer that belonged to another command, and for all that were given up because of it. */
    public static StoreException misdirected(String message) {
        return new StoreException(message, null, Kind.MISDIRECTED);
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

    /** Whether the back end can be reached, and said that it does not serve. It may be {@link #isRefused refused}, too. */
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
