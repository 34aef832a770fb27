package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.MethodAnnotations;
import dev.larder.agent.core.plan.RefusedMethod;
import org.jspecify.annotations.Nullable;

/**
 * Finds the effects that a method loses because it overrides an annotated method.
 *
 * <p>An overriding method does not inherit the annotations of the method it overrides. Lost caching costs time; a lost
 * eviction leaves stale entries, and nobody would notice. A class that calls the overridden method anywhere has the
 * effects.
 */
public record DroppedEffects(MethodAnnotations annotations, String reason, String remedy) {

    /** Null if {@code method}, which neither has nor inherits an annotation, loses no effects. */
    public static @Nullable DroppedEffects find(VisibleTypes types, TypeOutline type, MethodOutline method) {
        Overridden views = method.isVirtual() ? Overridden.by(types, type, method) : null;
        if (views == null || !isAnnotatedAbove(types, type, views)) {
            return null;
        }
        InForce overridden = overridden(types, type, views);
        if (overridden == null) {
            return null;
        }
        MethodAnnotations lost = overridden.annotated().annotations();
        if (lost.hasEffects() && !type.superCalls().contains(method.name())) {
            return new DroppedEffects(
                    lost,
                    "it overrides " + overridden.signature()
                            + ", which does, without an annotation of its own and without calling it",
                    "Annotate it as well, or have it call what it overrides.");
        }
        return besideOthers(types, type, views, overridden);
    }

    /** The effects of an abstract method that {@code type} implements by overriding a method annotated elsewhere. */
    private static @Nullable DroppedEffects besideOthers(
            VisibleTypes types, TypeOutline type, Overridden views, InForce overridden) {
        TypeOutline superclass = types.superclass(type);
        MethodOutline implemented = superclass == null ? null : InForce.nearest(types, type, views, superclass);
        return implemented == null
                ? null
                : overridden.lostOf(
                        implemented, "it overrides " + overridden.signature() + ", which has other annotations");
    }

    private static boolean isAnnotatedAbove(VisibleTypes types, TypeOutline type, Overridden views) {
        for (TypeOutline supertype : types.applicationSupertypes(type)) {
            MethodOutline declared = views.in(types, supertype);
            if (declared != null && !declared.annotations().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The annotations of the superclass's method, or else of a default method. */
    private static @Nullable InForce overridden(VisibleTypes types, TypeOutline type, Overridden views) {
        TypeOutline superclass = types.superclass(type);
        if (superclass != null && SelectedBody.find(types, superclass, views) != null) {
            return InForce.on(types, superclass, views);
        }
        for (TypeOutline supertype : types.applicationSupertypes(type)) {
            if (supertype.isInterface() && views.bodyIn(types, supertype) != null) {
                return InForce.on(types, supertype, views);
            }
        }
        return null;
    }

    public RefusedMethod refused(String signature) {
        return new RefusedMethod(
                annotations.evictions().isEmpty() ? RefusedMethod.Loss.PUT : RefusedMethod.Loss.EVICTION,
                signature,
                reason,
                remedy);
    }
}
