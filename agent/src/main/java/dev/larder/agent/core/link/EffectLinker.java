package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.link.batch.PutType;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Compiles the evictions and puts of one woven method.
 *
 * <p><b>Failure.</b> Each template is linked by itself: one that names a missing property is refused, and the others
 * still evict. A put that cannot store evicts its key.
 */
final class EffectLinker {

    private final MethodPlan plan;
    private final WovenMethod woven;
    private final TemplateCompiler plainTemplates;
    private final CachedMethods methods;
    private final Consumer<RefusedMethod> refusals;
    private final List<EvictEffect> evictions = new ArrayList<>();
    private final List<PutEffect> puts = new ArrayList<>();

    EffectLinker(
            MethodPlan plan,
            WovenMethod woven,
            TemplateCompiler templates,
            CachedMethods methods,
            Consumer<RefusedMethod> refusals) {
        this.plan = plan;
        this.woven = woven;
        this.plainTemplates = templates;
        this.methods = methods;
        this.refusals = refusals;
    }

    LinkedEffects link() {
        for (EvictPlan eviction : plan.evictions()) {
            link(eviction);
        }
        for (PutPlan put : plan.puts()) {
            link(put);
        }
        return new LinkedEffects(evictions, puts);
    }

    private TemplateCompiler templates(boolean sensitive) {
        return sensitive ? plainTemplates.hiding(methods.names()) : plainTemplates;
    }

    private void link(EvictPlan eviction) {
        TemplateCompiler templates = templates(eviction.sensitive());
        List<Template> keys = compileAll(eviction.keys(), source -> one(templates, source, TemplateKind.EVICT_KEY));
        List<Template> tags = compileAll(eviction.tags(), source -> one(templates, source, TemplateKind.EFFECT_TAG));
        List<Template> patterns = compileAll(eviction.patterns(), templates::pattern);
        if (eviction.sensitive() && !patterns.isEmpty()) { // which match no hidden name
            tags.addAll(templates.commonTags());
            patterns = List.of();
        }
        if (!keys.isEmpty() || !tags.isEmpty() || !patterns.isEmpty()) {
            evictions.add(new EvictEffect(eviction.phase(), keys, tags, patterns));
        }
    }

    private List<Template> compileAll(List<String> sources, Compiler compiler) {
        List<Template> compiled = new ArrayList<>();
        for (String source : sources) {
            try {
                compiled.addAll(compiler.compile(source));
            } catch (KeyTemplateException | RuntimeException | LinkageError e) {
                refuse(RefusedMethod.Loss.EVICTION, e);
            }
        }
        return compiled;
    }

    private static List<Template> one(TemplateCompiler templates, String source, TemplateKind kind)
            throws KeyTemplateException {
        return List.of(templates.evicted(source, kind));
    }

    private void link(PutPlan put) {
        TemplateCompiler templates = templates(put.sensitive());
        Template key;
        try {
            key = templates.template(put.key(), TemplateKind.PUT_KEY);
            Template others = templates.otherForms(key);
            if (others != null) {
                evictions.add(LinkedEffects.evictionOf(others));
            }
        } catch (KeyTemplateException | RuntimeException | LinkageError e) {
            refuse(RefusedMethod.Loss.PUT, e);
            return;
        }
        try {
            puts.add(compiled(put, key, templates));
        } catch (KeyTemplateException | RuntimeException | LinkageError e) {
            refuse(RefusedMethod.Loss.STORING, e);
            evictions.add(LinkedEffects.evictionOf(key));
        }
    }

    private PutEffect compiled(PutPlan put, Template key, TemplateCompiler templates) throws KeyTemplateException {
        KeyTemplate parsed = templates.putKey(put.key());
        boolean isOfMany = parsed.collection() != null;
        List<Template> tags = new ArrayList<>();
        if (!isOfMany) {
            for (String source : put.tags()) {
                tags.add(templates.template(source, TemplateKind.EFFECT_TAG));
            }
            tags.addAll(templates.commonTags());
        }
        OptionalInt parameter = templates.putValue(put.value()).parameter();
        int argument = parameter.isEmpty() ? PutEffect.RESULT : parameter.getAsInt() + (plan.isStatic() ? 0 : 1);
        Type type = parameter.isEmpty()
                ? woven.valueType()
                : bound(woven.parameterTypes().get(parameter.getAsInt()));
        if (type == Void.class) {
            throw new KeyTemplateException(
                    "its value, '{result}', is declared as Void and always null", "Name a parameter as its value.");
        }
        PutEffect.Many many = null;
        if (isOfMany) {
            PutType ofMany = PutType.of(
                    type,
                    parameter,
                    parsed,
                    templates
                            .typed(put.key(), TemplateKind.PUT_KEY, woven.owner())
                            .types());
            type = ofMany.value();
            many = new PutEffect.Many(templates.elements(parsed, put.tags()), ofMany.values());
        }
        long ttlMillis = put.lifetime().ttlMillis();
        return new PutEffect(
                key,
                argument,
                type,
                tags,
                ttlMillis,
                put.lifetime().nullTtlMillis(ttlMillis),
                put.sensitive(),
                put.behind(),
                many);
    }

    /** For an inherited method, the class binds the type variables. */
    private Type bound(Type declared) {
        return TypeBindings.variableIn(declared) == null
                ? declared
                : TypeBindings.of(woven.owner()).resolve(declared);
    }

    private void refuse(RefusedMethod.Loss loss, Throwable cause) {
        refusals.accept(UnlinkableMethodException.refused(loss, plan.signature(), cause));
    }

    /** Makes the templates of one text in an annotation. */
    @FunctionalInterface
    private interface Compiler {
        List<Template> compile(String source) throws KeyTemplateException;
    }
}
