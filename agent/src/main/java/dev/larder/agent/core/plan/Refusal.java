package dev.larder.agent.core.plan;

/**
 * Why an annotation, or all that a method carries, has no effect.
 *
 * <p>Carries no stack trace: the application's code is to blame, not the code that looked at it.
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
