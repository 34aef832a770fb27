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

    private final boolean unsent;

    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StoreException(String message, @Nullable Throwable cause, boolean unsent) {
        super(message, cause, false, false);
        this.unsent = unsent;
    }

    /** For what was never asked, because too much is on its way already. Says nothing about the back end. */
    public static StoreException unsent(String message) {
        return new StoreException(message, null, true);
    }

    public boolean isUnsent() {
        return unsent;
    }
}
