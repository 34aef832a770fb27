package dev.larder.agent.core.weave;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effects that a method loses by overriding a concrete method that has them.
 *
 * <p>A method that overrides another decides for itself. Of caching that costs time; of an eviction that was forgotten
 * it costs the promise, and nobody would notice. A class that anywhere calls the method it overrides has the effects.
 */
record DroppedEffects(String overridden, MethodAnnotations annotations) {

    /** Null if the method overrides nothing with effects, or calls what it overrides. */
    static @Nullable DroppedEffects find(VisibleTypes types, TypeOutline type, MethodOutline method) {
        if (!method.isVirtual() || type.superCalls().contains(method.name())) {
            return null;
        }
        Overridden overridden = Overridden.by(type, method);
        Set<String> seen = new HashSet<>();
        Queue<TypeOutline> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty() && seen.size() < VisibleTypes.MAX_SUPERTYPES) {
            for (String name : open.remove().directSupertypes()) {
                TypeOutline next = KnownLibraries.contain(name) || !seen.add(name) ? null : types.outline(name);
                if (next == null) {
                    continue;
                }
                MethodOutline declared = overridden.in(next);
                if (declared != null && declared.isConcrete()) {
                    return of(types, next, declared); // and it hides what is above it
                }
                open.add(next);
            }
        }
        return null;
    }

    private static @Nullable DroppedEffects of(VisibleTypes types, TypeOutline owner, MethodOutline declared) {
        MethodOutline annotated =
                declared.annotations().isEmpty() ? InheritedAnnotation.find(types, owner, declared) : declared;
        return annotated == null || !annotated.annotations().hasEffects()
                ? null
                : new DroppedEffects(declared.signature(owner.name()), annotated.annotations());
    }

    RefusedMethod refused(String signature) {
        return new RefusedMethod(
                annotations.evictions().isEmpty() ? RefusedMethod.Loss.PUT : RefusedMethod.Loss.EVICTION,
                signature,
                "it overrides " + overridden + ", which does, without an annotation of its own and without calling it",
                "Annotate it as well, or have it call what it overrides.");
    }
}
