package dev.larder.agent.core.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link MethodPlan} of one annotated method.
 *
 * <p>Each annotation stands for itself: one that cannot work is refused, and takes no other with it. Above all, a method
 * that cannot be cached still evicts.
 */
final class PlanReader {

    private final VisibleTypes types;
    private final TypeOutline type;
    private final MethodOutline method;
    private final Consumer<RefusedMethod> refusals;

    PlanReader(VisibleTypes types, TypeOutline type, MethodOutline method, Consumer<RefusedMethod> refusals) {
        this.types = types;
        this.type = type;
        this.method = method;
        this.refusals = refusals;
    }

    /**
     * Null if nothing is left of it.
     *
     * @param written the annotations, the method's own or inherited ones
     * @param names the parameters' names as they are where the annotations are written
     */
    @Nullable
    MethodPlan read(MethodAnnotations written, List<String> names) {
        try {
            new ShapeCheck(type, method).check();
            MethodPlan plan = plan(written, names);
            if (!plan.fitsClassFile()) {
                throw new Refusal("its annotations take more than 65535 bytes", "Write shorter templates.");
            }
            return plan.isEmpty() ? null : plan;
        } catch (Refusal e) {
            boolean onlyCached = !written.hasEffects();
            refuse(onlyCached ? RefusedMethod.Loss.CACHING : RefusedMethod.Loss.EVERYTHING, e);
            return null;
        }
    }

    private MethodPlan plan(MethodAnnotations written, List<String> names) {
        TemplateCheck templates = TemplateCheck.of(type, method, names);
        List<EvictPlan> evictions = new ArrayList<>();
        List<PutPlan> puts = new ArrayList<>();
        for (EvictAnnotation evict : written.evictions()) {
            add(evict, templates, evictions);
        }
        for (PutAnnotation put : written.puts()) {
            add(put, templates, puts, evictions);
        }
        return new MethodPlan(
                method.signature(type.name()),
                method.isStatic(),
                names,
                cachePlan(written.cached(), templates),
                evictions,
                puts);
    }

    private @Nullable CachePlan cachePlan(@Nullable CachedAnnotation cached, TemplateCheck templates) {
        try {
            return cached == null ? null : new CachePlanReader(types, type, method, templates).read(cached);
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.CACHING, e);
            return null;
        }
    }

    private void add(EvictAnnotation evict, TemplateCheck templates, List<EvictPlan> evictions) {
        try {
            EvictPlan plan = new EvictPlanReader(templates, e -> refuse(RefusedMethod.Loss.EVICTION, e)).read(evict);
            if (plan != null) {
                evictions.add(plan);
            }
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.EVICTION, e);
        }
    }

    /** A put that is refused evicts instead: the method did write, and the entry is as old as before. */
    private void add(PutAnnotation put, TemplateCheck templates, List<PutPlan> puts, List<EvictPlan> evictions) {
        PutPlanReader reader = new PutPlanReader(types, method, templates);
        try {
            reader.checkKey(put);
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.PUT, e);
            return;
        }
        try {
            puts.add(reader.read(put));
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.STORING, e);
            evictions.add(EvictPlan.insteadOfPut(put.key()));
        }
    }

    private void refuse(RefusedMethod.Loss loss, Refusal refusal) {
        refusals.accept(refusal.of(loss, method.signature(type.name())));
    }
}
