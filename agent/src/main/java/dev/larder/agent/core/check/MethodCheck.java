package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.MethodAnnotations;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.plan.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which annotations of one method can be supported.
 *
 * <p>Each annotation is checked by itself: a refused annotation does not affect the others. Above all, a method that
 * cannot be cached still evicts.
 */
public final class MethodCheck {

    private final VisibleTypes types;
    private final TypeOutline type;
    private final MethodOutline method;
    private final Consumer<RefusedMethod> refusals;

    public MethodCheck(VisibleTypes types, TypeOutline type, MethodOutline method, Consumer<RefusedMethod> refusals) {
        this.types = types;
        this.type = type;
        this.method = method;
        this.refusals = refusals;
    }

    /**
     * Null if nothing is left of it.
     *
     * @param written the annotations, the method's own or inherited ones
     * @param names the parameter names of the method on which the annotations are written
     */
    public @Nullable MethodPlan check(MethodAnnotations written, List<String> names) {
        try {
            new ShapeCheck(type, method).check();
            MethodPlan plan = plan(written, writtenOf(names));
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

    private List<String> writtenOf(List<String> names) {
        int count = method.writtenParameterTypes().length;
        return names.size() > count ? names.subList(0, count) : names;
    }

    private MethodPlan plan(MethodAnnotations written, List<String> names) {
        TemplateCheck templates = TemplateCheck.of(type, method, names);
        WorkEnd end = WorkEnd.of(types, method);
        List<EvictPlan> evictions = new ArrayList<>();
        List<PutPlan> puts = new ArrayList<>();
        for (Written<EvictPlan> evict : written.evictions()) {
            add(evictCheck(templates, end), evict, evictions);
        }
        for (Written<PutPlan> put : written.puts()) {
            PutCheck check = new PutCheck(types, method, templates, end);
            add(check, put, puts, evictions, written.puts().size());
        }
        return new MethodPlan(
                method.signature(type.name()),
                method.isStatic(),
                names,
                cachePlan(written.cached(), templates),
                evictions,
                puts);
    }

    private EvictCheck evictCheck(TemplateCheck templates, WorkEnd end) {
        return new EvictCheck(
                templates,
                end,
                refusal -> refuse(RefusedMethod.Loss.EVICTION, refusal),
                doubt -> refuse(RefusedMethod.Loss.NONE, doubt));
    }

    private @Nullable CachePlan cachePlan(@Nullable Written<CachePlan> cached, TemplateCheck templates) {
        try {
            if (cached == null) {
                return null;
            }
            CacheCheck check = new CacheCheck(types, type, method, templates);
            CachePlan plan = check.check(cached);
            doubt(plan.lifetime().doubt());
            doubt(plan.refresh().doubt());
            return plan.refresh().isAny() ? refreshedIfPossible(check, plan) : plan;
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.CACHING, e);
            return null;
        }
    }

    private CachePlan refreshedIfPossible(CacheCheck check, CachePlan plan) {
        try {
            check.checkRefresh(plan);
            return plan;
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.REFRESH, e);
            return plan.withoutRefresh();
        }
    }

    private void add(EvictCheck check, Written<EvictPlan> evict, List<EvictPlan> evictions) {
        try {
            EvictPlan plan = check.check(evict);
            if (!plan.isEmpty()) {
                evictions.add(plan);
            }
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.EVICTION, e);
        }
    }

    /** A refused put evicts instead: the method writes, so the entry is stale. */
    private void add(PutCheck check, Written<PutPlan> put, List<PutPlan> puts, List<EvictPlan> evictions, int count) {
        try {
            check.checkKey(put.plan());
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.PUT, e);
            return;
        }
        try {
            puts.add(behindIfPossible(check, check.check(put), count));
            doubt(put.plan().lifetime().doubt());
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.STORING, e);
            evictions.add(EvictPlan.insteadOfPut(put.plan().key(), put.plan().sensitive()));
        }
    }

    private PutPlan behindIfPossible(PutCheck check, PutPlan put, int count) {
        if (!put.behind()) {
            return put;
        }
        try {
            check.checkBehind(put, count);
            return put;
        } catch (Refusal e) {
            refuse(RefusedMethod.Loss.BEHIND, e);
            return put.atOnce();
        }
    }

    private void doubt(@Nullable Refusal doubt) {
        if (doubt != null) {
            refuse(RefusedMethod.Loss.NONE, doubt);
        }
    }

    private void refuse(RefusedMethod.Loss loss, Refusal refusal) {
        refusals.accept(refusal.of(loss, method.signature(type.name())));
    }
}
