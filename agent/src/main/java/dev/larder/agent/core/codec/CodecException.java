package dev.larder.agent.core.codec;

import org.jspecify.annotations.Nullable;

/** A value could not be written, or bytes could not be read. Its message names types and places, never values. */
public final class CodecException extends Exception {

    private static final long serialVersionUID = 1L;

    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
