package dev.larder.agent.core.plan;

/**
 * Why one annotation, or all annotations of a method, have no effect.
 *
 * <p>Has no stack trace: the cause is in the application's code, not in the code that checked it.
 */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param reason a clause without a full stop
     * @param remedy what to do, in whole sentences
     */
    public Refusal(String reason, String remedy) {
        super(reason, null, false, false);
        this.remedy = remedy;
    }

    public RefusedMethod of(RefusedMethod.Loss loss, String signature) {
        return new RefusedMethod(loss, signature, String.valueOf(getMessage()), remedy);
    }
}
