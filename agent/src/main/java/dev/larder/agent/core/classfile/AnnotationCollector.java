package dev.larder.agent.core.classfile;

import dev.larder.agent.core.plan.AnnotationValues;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.MethodAnnotations;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.WarmPlan;
import dev.larder.agent.core.plan.Written;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import org.jspecify.annotations.Nullable;

/** Collects the annotations of one method. */
final class AnnotationCollector {

    private @Nullable Written<CachePlan> cached;
    private final List<Written<EvictPlan>> evictions = new ArrayList<>();
    private final List<Written<PutPlan>> puts = new ArrayList<>();
    private @Nullable Written<WarmPlan> warm;

    /** The visitor for the annotation with this descriptor; null for one that is not Larder's. */
    @Nullable
    AnnotationVisitor visitor(String descriptor) {
        return switch (descriptor) {
            case CachePlan.DESCRIPTOR -> AnnotationReader.of(this::addCached);
            case EvictPlan.DESCRIPTOR -> AnnotationReader.of(this::addEviction);
            case EvictPlan.LIST_DESCRIPTOR -> AnnotationReader.ofEach(this::addEviction);
            case PutPlan.DESCRIPTOR -> AnnotationReader.of(this::addPut);
            case PutPlan.LIST_DESCRIPTOR -> AnnotationReader.ofEach(this::addPut);
            case WarmPlan.DESCRIPTOR -> AnnotationReader.of(values -> warm = Written.of(values, WarmPlan::of));
            default -> null;
        };
    }

    private void addCached(AnnotationValues values) {
        cached = Written.of(values, CachePlan::of);
    }

    private void addEviction(AnnotationValues values) {
        evictions.add(Written.of(values, EvictPlan::of));
    }

    private void addPut(AnnotationValues values) {
        puts.add(Written.of(values, PutPlan::of));
    }

    MethodAnnotations annotations() {
        MethodAnnotations all = new MethodAnnotations(cached, evictions, puts, warm);
        return all.isEmpty() && warm == null ? MethodAnnotations.NONE : all;
    }
}
