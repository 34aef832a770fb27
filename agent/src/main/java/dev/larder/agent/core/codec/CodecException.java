package dev.larder.agent.core.codec;

/**
 * A value could not be written, or bytes could not be read. Its message names types and places, never values, and has no
 * full stop; its remedy is a sentence.
 */
public final class CodecException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String DECLARE_IT =
            "Declare the classes that are returned, or return a record of what callers need.";

    private final String remedy;

    /** With the remedy that fits most: a type that can be stored. */
    public CodecException(String message) {
        this(message, DECLARE_IT);
    }

    public CodecException(String message, String remedy) {
        super(message, null, false, false);
        this.remedy = remedy;
    }

    /** What the developer can do about it. */
    public String remedy() {
        return remedy;
    }
}
