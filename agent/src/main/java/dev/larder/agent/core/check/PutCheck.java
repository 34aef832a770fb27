package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.PutValue;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.Written;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Decides whether one {@code @CachePut} can store its value. */
record PutCheck(VisibleTypes types, MethodOutline method, TemplateCheck templates, WorkEnd end) {

    /** What is needed even to evict the entry instead. */
    void checkKey(PutPlan put) throws Refusal {
        KeyTemplate key = templates.check(put.key(), TemplateKind.PUT_KEY);
        end.checkSeen(method);
        if (key.needsResult()) {
            end.checkKept(method);
        }
    }

    /**
     * Whether its body can run later than its call.
     *
     * @param puts how many the method has
     */
    void checkBehind(PutPlan put, int puts) throws Refusal {
        if (!method.returnsNothing()) {
            throw new Refusal(
                    "it returns something, and its body would run only after it has returned",
                    "Have it return void and put a parameter, or leave writeBehind out.");
        }
        if (method.is(Opcodes.ACC_SYNCHRONIZED)) {
            throw new Refusal(
                    "it is synchronized, and its body would take the lock on another thread, later",
                    "Lock inside of the body, or leave writeBehind out.");
        }
        if (isOfMany(put)) {
            throw new Refusal(
                    "it puts many values, and its body would have a place in the order of each of their keys",
                    "Put one value with each call, or leave writeBehind out.");
        }
        if (puts > 1) {
            throw new Refusal(
                    "it has several @CachePut, and its body would have a place in the order of each of their keys",
                    "Leave one of them and evict the other keys with @CacheEvict, or leave writeBehind out.");
        }
    }

    private boolean isOfMany(PutPlan put) throws Refusal {
        return templates.check(put.key(), TemplateKind.PUT_KEY).placeholders().stream()
                .anyMatch(KeyPart.Element.class::isInstance);
    }

    PutPlan check(Written<PutPlan> written) throws Refusal {
        PutPlan put = written.known("@CachePut");
        checkValue(put.value());
        for (String tag : put.tags()) {
            if (templates.check(tag, TemplateKind.EFFECT_TAG).needsResult()) {
                end.checkKept(method);
            }
        }
        put.lifetime().check();
        return put;
    }

    private void checkValue(String template) throws Refusal {
        PutValue value = PutValue.of(templates.check(template, TemplateKind.PUT_VALUE));
        if (value == null) {
            throw new Refusal("its value, '" + template + "', is neither the result nor a parameter", whatToPut());
        }
        if (value.parameter().isPresent()) {
            checkType(method.writtenParameterTypes()[value.parameter().getAsInt()]);
        } else if (end == WorkEnd.AT_LAST_ELEMENT) {
            end.checkKept(method);
        } else if (end == WorkEnd.AT_RETURN) {
            checkType(method.returnType());
        }
    }

    private String whatToPut() {
        boolean hasParameters = method.writtenParameterTypes().length > 0;
        if (method.returnsNothing()) {
            return hasParameters ? "Write a parameter, such as {0}." : "Take @CachePut off: there is nothing to put.";
        }
        return hasParameters ? "Write {result}, or a parameter such as {0}." : "Write {result}.";
    }

    private void checkType(Type value) throws Refusal {
        if (OneShotTypes.contain(types, value)) {
            throw new Refusal(
                    "its value, " + value.getClassName() + ", can be used once only or is not there yet",
                    "Put a collection or another plain value.");
        }
    }
}
