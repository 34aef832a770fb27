package dev.larder.agent.core.link;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;

/** A woven method cannot be linked, for a reason that only loaded classes show. The message is for the operator. */
public final class UnlinkableMethodException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RefusedMethod refused;

    UnlinkableMethodException(MethodPlan plan, Throwable cause) {
        this(refused(plan.lossOfAll(), plan.signature(), cause), cause);
    }

    private UnlinkableMethodException(RefusedMethod refused, Throwable cause) {
        super(refused.message(), cause);
        this.refused = refused;
    }

    public RefusedMethod refused() {
        return refused;
    }

    /** For a method, or a part of it, whose linking threw {@code cause}. */
    static RefusedMethod refused(RefusedMethod.Loss loss, String signature, Throwable cause) {
        return cause instanceof KeyTemplateException template
                ? new RefusedMethod(loss, signature, String.valueOf(template.getMessage()), template.remedy())
                : new RefusedMethod(
                        loss,
                        signature,
                        "its class cannot be inspected (" + cause + ")",
                        "Add the class that is missing, or move the method to a class that does not mention it.");
    }
}
