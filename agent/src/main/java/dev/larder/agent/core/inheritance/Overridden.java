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
 * <p>They need not declare it with the same descriptor: where type parameters or a narrower result come in, the compiler
 * adds a bridge method that has theirs.
 */
record Overridden(String name, Set<String> descriptors) {

    Overridden {
        descriptors = Set.copyOf(descriptors);
    }

    /** What {@code method}, declared in {@code type}, overrides or implements. */
    static Overridden by(VisibleTypes types, TypeOutline type, MethodOutline method) {
        Set<String> descriptors = new HashSet<>();
        descriptors.add(method.descriptor());
        // A superclass's bridge calls whatever the object's class has in the bridged method's place.
        TypeOutline declaring = type;
        for (int depth = 0; declaring != null && depth < VisibleTypes.MAX_SUPERTYPES; depth++) {
            addBridges(declaring, method.name(), descriptors);
            String superName = declaring.superName();
            declaring = superName == null || KnownLibraries.contain(superName) ? null : types.outline(superName);
        }
        return new Overridden(method.name(), descriptors);
    }

    private static void addBridges(TypeOutline type, String name, Set<String> descriptors) {
        for (MethodOutline bridge : type.methods()) {
            MethodOutline.Bridged bridged = bridge.name().equals(name) ? bridge.bridged() : null;
            if (bridged != null && !bridged.isBySuper() && descriptors.contains(bridged.descriptor())) {
                descriptors.add(bridge.descriptor());
            }
        }
    }

    /** What {@code supertype} declares of it, abstract or not. Interfaces have bridges, too, as default methods. */
    @Nullable
    MethodOutline in(TypeOutline supertype) {
        for (String descriptor : descriptors) {
            MethodOutline method = supertype.method(name, descriptor);
            if (method != null && method.isVirtual() && !method.isGenerated()) {
                return method;
            }
        }
        return null;
    }

    /** The method with a body that somebody wrote in {@code type}, if it declares one. */
    @Nullable
    MethodOutline bodyIn(TypeOutline type) {
        for (String descriptor : descriptors) {
            MethodOutline method = type.method(name, descriptor);
            if (method != null && method.isVirtual() && method.isConcrete() && !method.isGenerated()) {
                return method;
            }
        }
        return null;
    }
}
