package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.weave.MethodPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the templates in the annotations of one woven method.
 *
 * <p><b>Failure.</b> Each throws {@link KeyTemplateException} when a path does not exist, and what the JVM throws when
 * classes on the path are missing.
 */
final class TemplateCompiler {

    private final WovenMethod woven;
    private final KeyParameters parameters;
    private final TemplateInputs inputs;

    private TemplateCompiler(WovenMethod woven, KeyParameters parameters, TemplateInputs inputs) {
        this.woven = woven;
        this.parameters = parameters;
        this.inputs = inputs;
    }

    static TemplateCompiler of(MethodHandles.Lookup caller, MethodType type, MethodPlan plan, WovenMethod woven) {
        int count = woven.parameterTypes().size();
        return new TemplateCompiler(
                woven,
                new KeyParameters(plan.signature(), plan.parameterNames(), count, plan.isStatic()),
                TemplateInputs.of(caller, type, woven.parameterTypes()));
    }

    /** The same, telling of type variables that nobody says the meaning of. */
    TemplateCompiler tellingOf(Consumer<String> unbound) {
        return new TemplateCompiler(woven, parameters, inputs.tellingOf(unbound));
    }

    /** The key of {@code @Cached}: a handle from the call site's arguments, boxed or not, to String. */
    MethodHandle cachedKey(String template) throws KeyTemplateException {
        return KeyHandles.compile(KeyTemplate.parse(template, parameters), inputs);
    }

    /** What decides the key of {@code @Cached}, if it is a single argument that can be told from others without its text. */
    @Nullable
    DecidingArgument decidingArgument(String template) throws KeyTemplateException {
        return DecidingArgument.of(KeyTemplate.parse(template, parameters), inputs);
    }

    Template template(String source, TemplateKind kind) throws KeyTemplateException {
        return CompiledTemplate.of(KeyTemplate.parse(source, parameters, kind), inputs, woven);
    }

    /** Two templates where one does not match all that is meant. */
    List<Template> pattern(String source) throws KeyTemplateException {
        List<Template> patterns = new ArrayList<>();
        for (KeyTemplate template : KeyTemplate.parsePattern(source, parameters)) {
            patterns.add(CompiledTemplate.ofPattern(template, inputs, woven));
        }
        return patterns;
    }

    List<Template> cachedTags(List<String> sources) throws KeyTemplateException {
        List<Template> tags = new ArrayList<>();
        for (String source : sources) {
            tags.add(template(source, TemplateKind.CACHED_TAG));
        }
        return tags;
    }
}
