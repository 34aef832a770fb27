package dev.larder.agent.core.key.text;

/**
 * A value cannot be part of a key, so this one call runs uncached.
 *
 * <p>The message names the class and the place, never the value. It carries no stack trace: a method that is called
 * with such a value once is called with it often.
 */
public final class UnsupportedKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * Of one call.
     *
     * @param message a clause without a full stop
     * @param remedy what to do, in whole sentences
     */
    public UnsupportedKeyException(String message, String remedy) {
        super(message, null, false, false);
        this.remedy = remedy;
    }

    /** Of a call with a value at {@code place} that holds, or is too much of, what cannot be part of a key. */
    public static UnsupportedKeyException inside(String place, String message) {
        return new UnsupportedKeyException(message, KeyRemedy.inside(place));
    }

    /** What to do about it, in whole sentences. */
    public String remedy() {
        return remedy;
    }
}
