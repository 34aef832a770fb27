package dev.larder.agent.core.link;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;

/** Why a woven method cannot be linked, in words for the operator: only loaded classes show it. */
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

    /** What is lost, and why, when linking a method or a part of it threw {@code cause}. */
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
