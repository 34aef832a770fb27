package dev.larder.agent.core.weave;

/**
 * Why one method cannot be cached.
 *
 * <p>Carries no stack trace: the application's code is to blame, not the code that looked at it.
 */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param reason a clause without a full stop
     * @param remedy what to do, in whole sentences
     */
    Refusal(String reason, String remedy) {
        super(reason, null, false, false);
        this.remedy = remedy;
    }

    RefusedMethod of(String signature) {
        return new RefusedMethod(signature, String.valueOf(getMessage()), remedy);
    }
}
