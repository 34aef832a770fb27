package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.KnownLibraries;
import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.MethodAnnotations;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The annotations that apply to calls of one method on objects of one class.
 *
 * <ul>
 *   <li>A method's own annotations come first: a method with any of Larder's inherits none.
 *   <li>The annotations of an abstract method apply to its implementations, all of them together. Of several abstract
 *   methods the nearest counts.
 *   <li>A method that overrides an annotated method with a body does not inherit its annotations. So a proxy's
 *   subclass, which calls the method that it overrides, does not cache a second time. {@link DroppedEffects} tells what
 *   may be lost by that.
 *   <li>An inherited body keeps the annotations that it has in the superclass. If it has none there, those of an
 *   interface method that this class implements by it apply from this class on: see {@link InheritedBody}.
 * </ul>
 *
 * @param signature of the method with the body, in the class from which on they apply
 * @param annotated where the annotations are written
 */
public record InForce(String signature, MethodOutline annotated) {

    /** The annotations of {@code method} on objects of {@code type}; null for none. */
    static @Nullable InForce on(VisibleTypes types, TypeOutline type, Overridden method) {
        MethodOutline declared = method.bodyIn(types, type);
        if (declared != null) {
            Overridden here = Overridden.by(types, type, declared);
            MethodOutline annotated = ofDeclared(types, type, declared, here);
            return annotated == null
                    ? bySuper(types, type, here)
                    : new InForce(declared.signature(type.name()), annotated);
        }
        SelectedBody body = SelectedBody.find(types, type, method);
        if (body == null) {
            return null;
        }
        InForce above = above(types, type, method, body);
        if (above != null) {
            return above;
        }
        MethodOutline annotated = joined(types, type, method, body);
        return annotated == null || !InheritedBodies.canBeAdded(types, type, body, annotated)
                ? null
                : new InForce(body.method().signature(type.name()), annotated);
    }

    /** A method without annotations that calls the method it overrides has that method's effects. */
    private static @Nullable InForce bySuper(VisibleTypes types, TypeOutline type, Overridden method) {
        TypeOutline superclass = type.superCalls().contains(method.name()) ? types.superclass(type) : null;
        return superclass == null ? null : on(types, superclass, method);
    }

    /** The declaration that has the annotations for a method with a body in {@code type}; null if there is none. */
    public static @Nullable MethodOutline ofDeclared(VisibleTypes types, TypeOutline type, MethodOutline method) {
        return ofDeclared(types, type, method, Overridden.by(types, type, method));
    }

    private static @Nullable MethodOutline ofDeclared(
            VisibleTypes types, TypeOutline type, MethodOutline declared, Overridden method) {
        if (!declared.annotations().isEmpty()) {
            return declared;
        }
        if (!declared.isVirtual()) {
            return null;
        }
        MethodOutline nearest = nearest(types, type, method, null);
        TypeOutline superclass = nearest == null ? null : types.superclass(type);
        SelectedBody overridden = superclass == null ? null : SelectedBody.find(types, superclass, method);
        if (superclass == null || overridden == null || overridden.owner().isInterface()) {
            return nearest;
        }
        return on(types, superclass, method) != null ? null : nearest(types, type, method, superclass);
    }

    /** The annotations that the inherited {@code body} has in the supertype of {@code type} it comes from. */
    static @Nullable InForce above(VisibleTypes types, TypeOutline type, Overridden method, SelectedBody body) {
        return on(types, source(types, type, method, body), method);
    }

    /** The annotated method that {@code type}, and no supertype, implements by the inherited {@code body}. */
    static @Nullable MethodOutline joined(VisibleTypes types, TypeOutline type, Overridden method, SelectedBody body) {
        MethodOutline nearest = nearest(types, type, method, source(types, type, method, body));
        SelectedBody implementing =
                nearest == null ? null : SelectedBody.find(types, type, nearest.name(), nearest.descriptor());
        return implementing != null && implementing.isSame(body) ? nearest : null;
    }

    /** The effects of {@code other} that are not among these; null if there are none. */
    @Nullable
    DroppedEffects lostOf(MethodOutline other, String reason) {
        MethodAnnotations here = annotated.annotations();
        MethodAnnotations there = other.annotations();
        boolean isAllHere =
                here.evictions().containsAll(there.evictions()) && here.puts().containsAll(there.puts());
        return isAllHere
                ? null
                : new DroppedEffects(
                        there,
                        reason + " than the abstract method that it implements as well",
                        "Override it there and give it all annotations that are to hold.");
    }

    /** The superclass, or the interface whose default method this is. */
    private static TypeOutline source(VisibleTypes types, TypeOutline type, Overridden method, SelectedBody body) {
        TypeOutline superclass = types.superclass(type);
        return superclass != null && SelectedBody.find(types, superclass, method) != null ? superclass : body.owner();
    }

    /**
     * The nearest annotated abstract method of a supertype.
     *
     * @param above a supertype; methods that it implements already are ignored
     */
    static @Nullable MethodOutline nearest(
            VisibleTypes types, TypeOutline type, Overridden method, @Nullable TypeOutline above) {
        Set<String> seen = new HashSet<>();
        Queue<TypeOutline> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty() && seen.size() < VisibleTypes.MAX_SUPERTYPES) {
            for (String name : open.remove().directSupertypes()) {
                TypeOutline next = KnownLibraries.contain(name) || !seen.add(name) ? null : types.outline(name);
                if (next == null) {
                    continue;
                }
                MethodOutline declared = method.in(types, next);
                if (declared != null
                        && !declared.isConcrete()
                        && !declared.annotations().isEmpty()
                        && !isImplemented(types, above, next, declared)) {
                    return declared;
                }
                // A default method hides the abstract methods that it implements.
                if (declared == null || !declared.isConcrete() || !next.isInterface()) {
                    open.add(next);
                }
            }
        }
        return null;
    }

    /** A generic base class may have the method and the interface, while only its subclasses implement it. */
    private static boolean isImplemented(
            VisibleTypes types, @Nullable TypeOutline above, TypeOutline owner, MethodOutline method) {
        if (above == null || !types.withSupertypes(above).contains(owner.name())) {
            return false;
        }
        SelectedBody body = SelectedBody.find(types, above, method.name(), method.descriptor());
        return body != null && (!owner.isInterface() || body.method().isPublic());
    }
}
