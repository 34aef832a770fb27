package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.KnownLibraries;
import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One method as its supertypes declare it.
 *
 * <p>Their descriptors may differ: for type parameters or a narrower result the compiler adds a bridge method with the
 * descriptor of the supertype.
 *
 * @param type overrides it, or inherits its body
 */
record Overridden(TypeOutline type, String name, Set<String> descriptors) {

    Overridden {
        descriptors = Set.copyOf(descriptors);
    }

    /** The methods that {@code method}, declared in {@code type}, overrides or implements. */
    static Overridden by(VisibleTypes types, TypeOutline type, MethodOutline method) {
        Set<String> descriptors = new HashSet<>();
        descriptors.add(method.descriptor());
        // A superclass's bridge calls the bridged method virtually.
        TypeOutline declaring = type;
        for (int depth = 0; declaring != null && depth < VisibleTypes.MAX_SUPERTYPES; depth++) {
            addBridges(declaring, method.name(), descriptors);
            String superName = declaring.superName();
            declaring = superName == null || KnownLibraries.contain(superName) ? null : types.outline(superName);
        }
        return new Overridden(type, method.name(), descriptors);
    }

    private static void addBridges(TypeOutline type, String name, Set<String> descriptors) {
        for (MethodOutline bridge : type.methods()) {
            MethodOutline.Bridged bridged = bridge.name().equals(name) ? bridge.bridged() : null;
            if (bridged != null && !bridged.isBySuper() && descriptors.contains(bridged.descriptor())) {
                descriptors.add(bridge.descriptor());
            }
        }
    }

    /** The declaration in {@code supertype}, abstract or not. Interfaces have bridges as well, as default methods. */
    @Nullable
    MethodOutline in(VisibleTypes types, TypeOutline supertype) {
        for (String descriptor : descriptors) {
            MethodOutline method = in(types, supertype, descriptor);
            if (method != null) {
                return method;
            }
        }
        return null;
    }

    private @Nullable MethodOutline in(VisibleTypes types, TypeOutline supertype, String descriptor) {
        MethodOutline method = supertype.method(name, descriptor);
        return method != null
                        && method.isVirtual()
                        && !method.isGenerated()
                        && isOverridable(types, type, supertype, method)
                ? method
                : null;
    }

    /**
     * Whether a method of {@code type} can override {@code method}, declared in {@code supertype}: JVMS 5.4.5. Only its own
     * package can override a package-private one; but if a class between them does, and makes it public or protected, all
     * that override that override both.
     */
    static boolean isOverridable(VisibleTypes types, TypeOutline type, TypeOutline supertype, MethodOutline method) {
        if (!method.isPackagePrivate() || type.isOfSamePackage(supertype)) {
            return true;
        }
        TypeOutline between = types.superclass(type);
        for (int depth = 0;
                between != null && !between.name().equals(supertype.name()) && depth < VisibleTypes.MAX_SUPERTYPES;
                depth++) {
            MethodOutline overriding = between.method(method.name(), method.descriptor());
            if (overriding != null
                    && overriding.isVirtual()
                    && !overriding.isPackagePrivate()
                    && between.isOfSamePackage(supertype)) {
                return true;
            }
            between = types.superclass(between);
        }
        return false;
    }

    /** The method with a body in the source of {@code type}, the class itself or a supertype; null if there is none. */
    @Nullable
    MethodOutline bodyIn(VisibleTypes types, TypeOutline type) {
        for (String descriptor : descriptors) {
            MethodOutline method = in(types, type, descriptor);
            if (method != null && method.isConcrete()) {
                return method;
            }
        }
        return null;
    }
}
