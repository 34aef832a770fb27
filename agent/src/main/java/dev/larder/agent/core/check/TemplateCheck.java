package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.key.BatchKey;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.plan.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the templates of one method's annotations. Properties that its types lack are found when the method is linked.
 */
record TemplateCheck(MethodOutline method, KeyParameters parameters) {

    static TemplateCheck of(TypeOutline type, MethodOutline method, List<String> parameterNames) {
        String signature = method.signature(type.name());
        int count = method.writtenParameterTypes().length;
        return new TemplateCheck(method, new KeyParameters(signature, parameterNames, count, method.isStatic()));
    }

    /** Null if it makes one key. */
    @Nullable
    BatchKey checkCachedKey(String template) throws Refusal {
        try {
            return BatchKey.of(KeyTemplate.parse(template, parameters));
        } catch (KeyTemplateException e) {
            throw refusal(e);
        }
    }

    /** For the entries of a batch. */
    void checkTag(BatchKey batch, KeyTemplate tag) throws Refusal {
        try {
            batch.check(tag);
        } catch (KeyTemplateException e) {
            throw refusal(e);
        }
    }

    KeyTemplate check(String template, TemplateKind kind) throws Refusal {
        KeyTemplate parsed;
        try {
            parsed = KeyTemplate.parse(template, parameters, kind);
        } catch (KeyTemplateException e) {
            throw refusal(e);
        }
        if (parsed.needsResult() && method.returnsNothing()) {
            throw new Refusal(
                    "template '" + template + "' names the result, but the method returns nothing",
                    parameters.count() > 0 ? "Name a parameter instead." : "Write a fixed text.");
        }
        return parsed;
    }

    private static Refusal refusal(KeyTemplateException problem) {
        return new Refusal(String.valueOf(problem.getMessage()), problem.remedy());
    }
}
