package dev.larder.agent.core.classfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Collects the names of one method's parameters, from the {@code MethodParameters} attribute ({@code -parameters}) or
 * else from the table of local variables ({@code -g}).
 *
 * <p>All or none: a guessed parameter name would make a wrong key.
 */
final class ParameterNames {

    private final List<@Nullable String> declared = new ArrayList<>();
    private final @Nullable String[] variables;
    private final int[] slots;
    private final Type[] types;

    ParameterNames(Type[] types, boolean isStatic) {
        this.types = types;
        this.variables = new String[types.length];
        this.slots = new int[types.length];
        int slot = isStatic ? 0 : 1;
        for (int i = 0; i < types.length; i++) {
            slots[i] = slot;
            slot += types[i].getSize();
        }
    }

    /** The next parameter has this name in {@code MethodParameters}. */
    void declared(@Nullable String name) {
        declared.add(name);
    }

    /** A local variable in {@code slot} has this name; it is a parameter if slot and type are. */
    void variable(String name, String descriptor, int slot) {
        int index = Arrays.binarySearch(slots, slot);
        if (index >= 0 && types[index].getDescriptor().equals(descriptor)) {
            variables[index] = name;
        }
    }

    List<String> names() {
        List<String> names = complete(declared);
        return names.isEmpty() ? complete(Arrays.asList(variables)) : names;
    }

    private List<String> complete(List<@Nullable String> candidates) {
        List<String> names = new ArrayList<>();
        for (String candidate : candidates) {
            if (candidate != null) {
                names.add(candidate);
            }
        }
        return names.size() == types.length ? names : List.of();
    }
}
