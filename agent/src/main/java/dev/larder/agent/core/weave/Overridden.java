package dev.larder.agent.core.weave;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, in a supertype, what one method overrides or implements.
 *
 * <p>It need not have the descriptor of that: where type parameters or a narrower result come in, the compiler puts a
 * bridge method beside it that has.
 */
record Overridden(String name, Set<String> descriptors) {

    Overridden {
        descriptors = Set.copyOf(descriptors);
    }

    static Overridden by(TypeOutline type, MethodOutline method) {
        Set<String> descriptors = new HashSet<>();
        descriptors.add(method.descriptor());
        for (MethodOutline bridge : type.methods()) {
            if (bridge.name().equals(method.name()) && method.descriptor().equals(bridge.bridgedDescriptor())) {
                descriptors.add(bridge.descriptor());
            }
        }
        return new Overridden(method.name(), descriptors);
    }

    @Nullable
    MethodOutline in(TypeOutline supertype) {
        for (String descriptor : descriptors) {
            MethodOutline method = supertype.method(name, descriptor);
            if (method != null && method.isVirtual()) {
                return method;
            }
        }
        return null;
    }
}
