package dev.larder.agent.core.weave;

import dev.larder.agent.core.check.MethodCheck;
import dev.larder.agent.core.check.WarmCheck;
import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.inheritance.DroppedEffects;
import dev.larder.agent.core.inheritance.InForce;
import dev.larder.agent.core.inheritance.InheritedBodies;
import dev.larder.agent.core.inheritance.InheritedBody;
import dev.larder.agent.core.inheritance.Repetition;
import dev.larder.agent.core.inheritance.SelectedBody;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.plan.WarmPlan;
import dev.larder.agent.core.plan.WarmedMethod;
import dev.larder.agent.core.plan.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Finds the annotations that apply to the methods of one class, and which of them can be supported. */
final class ClassPlanner {

    private final VisibleTypes types;
    private final TypeOutline type;
    private final Consumer<RefusedMethod> refusals;
    private final Map<String, MethodPlan> methods = new LinkedHashMap<>();
    private final List<AddedMethod> added = new ArrayList<>();
    private final Map<String, String> redirected = new HashMap<>();
    private final List<WarmedMethod> warmed = new ArrayList<>();

    private ClassPlanner(VisibleTypes types, TypeOutline type, Consumer<RefusedMethod> refusals) {
        this.types = types;
        this.type = type;
        this.refusals = refusals;
    }

    /** @param refusals receives each refusal, of a method or of one annotation */
    static ClassPlan plan(VisibleTypes types, TypeOutline type, Consumer<RefusedMethod> refusals) {
        ClassPlanner planner = new ClassPlanner(types, type, refusals);
        planner.planDeclared();
        InheritedBodies.of(types, type, refusals).forEach(planner::planInherited);
        return new ClassPlan(
                planner.methods, planner.added, planner.redirected, planner.warmed, planner.addsInitializer());
    }

    private boolean addsInitializer() {
        return warmed.stream().anyMatch(WarmedMethod::isStatic) && type.method("<clinit>", "()V") == null;
    }

    private void planDeclared() {
        for (MethodOutline method : type.methods()) {
            if (method.isConcrete()
                    && !method.isGenerated()
                    && !Repetition.is(types, method)
                    && !isWovenAlready(method)) {
                MethodOutline annotated = InForce.ofDeclared(types, type, method);
                if (annotated == null) {
                    sayIfDropped(method);
                    planWarming(method, method, null);
                } else {
                    plan(method, annotated);
                }
            }
        }
    }

    private void planInherited(InheritedBody inherited) {
        MethodOutline method = inherited.method();
        if (isWovenAlready(method) || !plan(method, inherited.annotated())) {
            return;
        }
        if (!inherited.isOwn()) {
            added.add(AddedMethod.callingSuper(inherited.body(), inherited.origin()));
        }
        for (MethodOutline bridge : inherited.ownBridges()) {
            redirected.put(bridge.id(), method.descriptor());
        }
        for (SelectedBody bridge : inherited.inheritedBridges()) {
            added.add(AddedMethod.redirecting(bridge, type, method));
        }
    }

    private boolean plan(MethodOutline method, MethodOutline annotated) {
        // A template uses the parameter names of the method it is written on; abstract methods often have none.
        List<String> names =
                annotated.parameterNames().isEmpty() ? method.parameterNames() : annotated.parameterNames();
        MethodPlan plan = new MethodCheck(types, type, method, refusals).check(annotated.annotations(), names);
        if (plan != null) {
            methods.put(method.id(), plan);
            sayIfInlined(method);
        }
        planWarming(method, annotated, plan);
        return plan != null;
    }

    /** Its own {@code @Warm} counts beside an inherited {@code @Cached}. That a written {@code @Cached} is refused has been said. */
    private void planWarming(MethodOutline method, MethodOutline annotated, @Nullable MethodPlan plan) {
        Written<WarmPlan> own = method.annotations().warm();
        Written<WarmPlan> warm = own == null ? annotated.annotations().warm() : own;
        boolean isCached = plan != null && plan.cached() != null;
        if (warm == null || (!isCached && annotated.annotations().cached() != null)) {
            return;
        }
        try {
            warmed.add(new WarmCheck(types, type, method).check(warm, plan));
        } catch (Refusal e) {
            refusals.accept(e.of(RefusedMethod.Loss.WARMING, method.signature(type.name())));
        }
    }

    private void sayIfInlined(MethodOutline method) {
        if (method.isInlinedByKotlin()) {
            refusals.accept(new RefusedMethod(
                    RefusedMethod.Loss.KOTLIN_CALLS,
                    method.signature(type.name()),
                    "it is an inline function, whose body Kotlin's compiler copies into its callers",
                    "Take 'inline' off."));
        }
    }

    private void sayIfDropped(MethodOutline method) {
        DroppedEffects dropped = DroppedEffects.find(types, type, method);
        if (dropped != null) {
            refusals.accept(dropped.refused(method.signature(type.name())));
        }
    }

    /** For a class that is redefined from its woven bytes. */
    private boolean isWovenAlready(MethodOutline method) {
        MethodOutline body = type.method(method.name() + MethodPlan.MOVED_SUFFIX, method.descriptor());
        return body != null && body.is(Opcodes.ACC_SYNTHETIC);
    }
}
