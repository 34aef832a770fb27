package dev.larder.agent.core.link;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.weave.RefusedMethod;

/** Why a woven method cannot be linked, in words for the operator: only loaded classes show it. */
public final class UnlinkableMethodException extends Exception {

    private static final long serialVersionUID = 1L;

    UnlinkableMethodException(String signature, Throwable cause) {
        super(refused(signature, cause).message(), cause);
    }

    private static RefusedMethod refused(String signature, Throwable cause) {
        return cause instanceof KeyTemplateException template
                ? new RefusedMethod(signature, String.valueOf(template.getMessage()), template.remedy())
                : new RefusedMethod(
                        signature,
                        "its class cannot be inspected (" + cause + ")",
                        "Add the class that is missing, or move the method to a class that does not mention it.");
    }
}
