package dev.larder.agent.core.config;

/** A text does not have the required form. The message says why and never quotes the text, which may be a secret. */
public final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadValueException(String why) {
        super(why, null, false, false);
    }
}
