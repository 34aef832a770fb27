package dev.larder.agent.core.weave;

import java.util.List;

/**
 * Why an annotation, or all that a method carries, has no effect.
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

    /**
     * Refuses an annotation with attributes this agent does not know.
     *
     * @param unknown none of them is no reason
     */
    static void checkKnown(String annotation, List<String> unknown) throws Refusal {
        if (!unknown.isEmpty()) {
            throw new Refusal(
                    "this agent does not know " + annotation + "(" + String.join(", ", unknown) + ")",
                    "Use an agent as new as the annotations.");
        }
    }

    RefusedMethod of(RefusedMethod.Loss loss, String signature) {
        return new RefusedMethod(loss, signature, String.valueOf(getMessage()), remedy);
    }
}
