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

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
