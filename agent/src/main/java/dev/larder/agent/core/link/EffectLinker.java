package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.Phase;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.weave.EvictPlan;
import dev.larder.agent.core.weave.MethodPlan;
import dev.larder.agent.core.weave.PutPlan;
import dev.larder.agent.core.weave.RefusedMethod;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compiles what one woven method evicts and puts.
 *
 * <p><b>Failure.</b> Each template stands for itself: one that names what only the loaded classes show to be missing is
 * refused, and the others still evict. A put that cannot store evicts its key.
 */
final class EffectLinker {

    private final MethodPlan plan;
    private final WovenMethod woven;
    private final TemplateCompiler templates;
    private final Consumer<RefusedMethod> refusals;
    private final List<EvictEffect> evictions = new ArrayList<>();
    private final List<PutEffect> puts = new ArrayList<>();

    EffectLinker(MethodPlan plan, WovenMethod woven, TemplateCompiler templates, Consumer<RefusedMethod> refusals) {
        this.plan = plan;
        this.woven = woven;
        this.templates = templates;
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

    private void link(EvictPlan eviction) {
        List<Template> keys = compileAll(eviction.keys(), source -> one(source, TemplateKind.EVICT_KEY));
        List<Template> tags = compileAll(eviction.tags(), source -> one(source, TemplateKind.EFFECT_TAG));
        List<Template> patterns = compileAll(eviction.patterns(), templates::pattern);
        if (!keys.isEmpty() || !tags.isEmpty() || !patterns.isEmpty()) {
            evictions.add(new EvictEffect(Phase.valueOf(eviction.phase()), keys, tags, patterns));
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

    private List<Template> one(String source, TemplateKind kind) throws KeyTemplateException {
        return List.of(templates.template(source, kind));
    }

    private void link(PutPlan put) {
        Template key;
        try {
            key = templates.template(put.key(), TemplateKind.PUT_KEY);
        } catch (KeyTemplateException | RuntimeException | LinkageError e) {
            refuse(RefusedMethod.Loss.PUT, e);
            return;
        }
        try {
            puts.add(compiled(put, key));
        } catch (KeyTemplateException | RuntimeException | LinkageError e) {
            refuse(RefusedMethod.Loss.STORING, e);
            evictions.add(LinkedEffects.evictionOf(key));
        }
    }

    private PutEffect compiled(PutPlan put, Template key) throws KeyTemplateException {
        List<Template> tags = new ArrayList<>();
        for (String source : put.tags()) {
            tags.add(templates.template(source, TemplateKind.EFFECT_TAG));
        }
        boolean isResult = put.value() == PutPlan.RESULT;
        int argument = isResult ? PutEffect.RESULT : put.value() + (plan.isStatic() ? 0 : 1);
        Type type = isResult ? woven.resultType() : woven.parameterTypes().get(put.value());
        return new PutEffect(key, argument, type, tags, put.ttlMillis(), put.nullTtlMillis());
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
