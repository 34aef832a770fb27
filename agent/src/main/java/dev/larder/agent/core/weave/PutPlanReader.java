package dev.larder.agent.core.weave;

import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.TemplateKind;
import java.util.List;
import net.bytebuddy.jar.asm.Type;

/** Decides whether one {@code @CachePut} can store what it asks for, and makes the plan of it. */
record PutPlanReader(VisibleTypes types, MethodOutline method, TemplateCheck templates) {

    /** What has to be known even to evict the entry instead. */
    void checkKey(PutAnnotation put) throws Refusal {
        templates.check(put.key(), TemplateKind.PUT_KEY);
    }

    PutPlan read(PutAnnotation put) throws Refusal {
        Refusal.checkKnown("@CachePut", put.unknown());
        int value = value(put.value());
        checkType(value == PutPlan.RESULT ? method.returnType() : method.parameterTypes()[value]);
        for (String tag : put.tags()) {
            templates.check(tag, TemplateKind.EFFECT_TAG);
        }
        return new PutPlan(
                put.key(),
                value,
                put.tags(),
                put.lifetime().ttlMillis(),
                put.lifetime().nullTtlMillis());
    }

    private int value(String template) throws Refusal {
        KeyTemplate parsed = templates.check(template, TemplateKind.PUT_VALUE);
        List<KeyPart> parts = parsed.parts();
        if (parts.size() == 1) {
            if (parts.get(0) instanceof KeyPart.Result result && result.path().isEmpty()) {
                return PutPlan.RESULT;
            }
            if (parts.get(0) instanceof KeyPart.Argument argument
                    && argument.path().isEmpty()) {
                return argument.index();
            }
        }
        throw new Refusal(
                "its value, '" + template + "', is neither the result nor a parameter",
                "Write {result}, or a parameter such as {0}.");
    }

    private void checkType(Type value) throws Refusal {
        if (OneShotTypes.contain(types, value)) {
            throw new Refusal(
                    "its value, " + value.getClassName() + ", can be used once only or is not there yet",
                    "Put a collection or another plain value.");
        }
    }
}
