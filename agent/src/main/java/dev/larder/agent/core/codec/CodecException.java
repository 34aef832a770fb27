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
    private final boolean isOfUnmetClass;

    /** With the remedy that fits most: a type that can be stored. */
    public CodecException(String message) {
        this(message, DECLARE_IT);
    }

    public CodecException(String message, String remedy) {
        this(message, remedy, false);
    }

    private CodecException(String message, String remedy, boolean isOfUnmetClass) {
        super(message, null, false, false);
        this.remedy = remedy;
        this.isOfUnmetClass = isOfUnmetClass;
    }

    /** For bytes with an object of a class that this JVM has not loaded, which passes once it has. */
    public static CodecException ofUnmetClass(String message) {
        return new CodecException(message, DECLARE_IT, true);
    }

    /** The same problem with what comes before it in the message. */
    public CodecException after(String start) {
        return new CodecException(start + getMessage(), remedy, isOfUnmetClass);
    }

    /** Whether it is nothing to warn of: a process that has just started has not loaded all classes. */
    public boolean isOfUnmetClass() {
        return isOfUnmetClass;
    }

    /** What the developer can do about it. */
    public String remedy() {
        return remedy;
    }
}
