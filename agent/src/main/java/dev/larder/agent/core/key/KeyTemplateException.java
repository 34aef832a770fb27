package dev.larder.agent.core.key;

/**
 * A template cannot work for its method.
 *
 * <p>Its message is a clause: it goes behind "Cannot cache com.acme.Prices.quote(String): " and in front of ". The
 * method runs uncached. ", or their like, and {@link #remedy} goes last. It carries no stack trace: the template is to blame, not the
 * code that read it.
 */
public final class KeyTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public KeyTemplateException(String message, String remedy) {
        super(message, null, false, false);
        this.remedy = remedy;
    }

    /** What to do about it, in whole sentences. */
    public String remedy() {
        return remedy;
    }
}
