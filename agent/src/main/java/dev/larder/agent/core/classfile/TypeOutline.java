package dev.larder.agent.core.classfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * A class or interface as its class file describes it, as far as weaving needs it.
 *
 * @param name the internal name
 * @param superCalls names of methods that its methods call by {@code super}
 * @param superName null only for {@code java.lang.Object}
 */
public record TypeOutline(
        int majorVersion,
        int access,
        String name,
        @Nullable String superName,
        List<String> interfaces,
        List<MethodOutline> methods,
        Set<String> superCalls) {

    public TypeOutline {
        superCalls = Set.copyOf(superCalls);
        interfaces = List.copyOf(interfaces);
        methods = List.copyOf(methods);
    }

    public boolean is(int flag) {
        return (access & flag) != 0;
    }

    public boolean isAbstract() {
        return is(Opcodes.ACC_ABSTRACT);
    }

    public boolean isInterface() {
        return is(Opcodes.ACC_INTERFACE);
    }

    public boolean isOfSamePackage(TypeOutline other) {
        return packageName().equals(other.packageName());
    }

    private String packageName() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /** The superclass, then the interfaces as declared. */
    public List<String> directSupertypes() {
        List<String> names = new ArrayList<>(interfaces);
        if (superName != null) {
            names.add(0, superName);
        }
        return names;
    }

    public @Nullable MethodOutline method(String name, String descriptor) {
        for (MethodOutline method : methods) {
            if (method.name().equals(name) && method.descriptor().equals(descriptor)) {
                return method;
            }
        }
        return null;
    }
}
