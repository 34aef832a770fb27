package dev.larder.agent.core.weave;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotated abstract method that a method without annotation implements.
 *
 * <p>An abstract method's annotations go to its implementations, all of them together: one that carries any of Larder's
 * itself inherits none. A method that overrides a concrete one decides for
 * itself, so that a proxy's subclass, which calls the method it overrides, does not cache a second time.
 *
 * <p>An implementation need not have the descriptor of what it implements: where type parameters or a narrower result
 * come in, the compiler puts a bridge method beside it that has.
 */
final class InheritedAnnotation {

    private final VisibleTypes types;
    private final TypeOutline type;
    private final String name;
    private final Set<String> descriptors = new HashSet<>();

    private InheritedAnnotation(VisibleTypes types, TypeOutline type, MethodOutline method) {
        this.types = types;
        this.type = type;
        this.name = method.name();
        descriptors.add(method.descriptor());
        for (MethodOutline bridge : type.methods()) {
            if (bridge.name().equals(name) && method.descriptor().equals(bridge.bridgedDescriptor())) {
                descriptors.add(bridge.descriptor());
            }
        }
    }

    /** The abstract method with the annotation; the nearest one if there are several. */
    static @Nullable MethodOutline find(VisibleTypes types, TypeOutline type, MethodOutline method) {
        if (!method.isVirtual()) {
            return null;
        }
        InheritedAnnotation search = new InheritedAnnotation(types, type, method);
        MethodOutline nearest = search.nearestAnnotated();
        return nearest == null || search.overridesConcrete() ? null : nearest;
    }

    private @Nullable MethodOutline nearestAnnotated() {
        Set<String> seen = new HashSet<>();
        Queue<TypeOutline> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty() && seen.size() < VisibleTypes.MAX_SUPERTYPES) {
            for (String name : open.remove().directSupertypes()) {
                TypeOutline next = KnownLibraries.contain(name) || !seen.add(name) ? null : types.outline(name);
                MethodOutline declared = next == null ? null : declaredIn(next);
                if (declared != null
                        && !declared.isConcrete()
                        && !declared.annotations().isEmpty()) {
                    return declared;
                }
                // A default method hides what it implements itself.
                if (next != null && (declared == null || !declared.isConcrete())) {
                    open.add(next);
                }
            }
        }
        return null;
    }

    private boolean overridesConcrete() {
        String superName = type.superName();
        for (int depth = 0; superName != null && depth < VisibleTypes.MAX_SUPERTYPES; depth++) {
            TypeOutline superclass = types.outline(superName);
            MethodOutline declared = superclass == null ? null : declaredIn(superclass);
            if (declared != null && declared.isConcrete()) {
                return true;
            }
            superName = superclass == null ? null : superclass.superName();
        }
        return false;
    }

    private @Nullable MethodOutline declaredIn(TypeOutline supertype) {
        for (String descriptor : descriptors) {
            MethodOutline method = supertype.method(name, descriptor);
            if (method != null && method.isVirtual()) {
                return method;
            }
        }
        return null;
    }
}
