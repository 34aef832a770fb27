package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What becomes of one class.
 *
 * @param methods by {@link MethodOutline#id}, the methods whose bodies are moved, added ones among them
 * @param added what the class file has not
 * @param redirected by {@link MethodOutline#id}, bridges that call by {@code super} what now has an override in the class:
 *     the descriptor of that override
 */
record ClassPlan(Map<String, MethodPlan> methods, List<AddedMethod> added, Map<String, String> redirected) {

    ClassPlan {
        added = List.copyOf(added);
        redirected = Map.copyOf(redirected);
    }

    boolean isEmpty() {
        return methods.isEmpty();
    }

    /** Whether the class would come out with another default {@code serialVersionUID}. */
    boolean changesSerialVersion(TypeOutline type) {
        return !added.isEmpty()
                || type.methods().stream()
                        .anyMatch(method -> methods.containsKey(method.id())
                                && method.is(Opcodes.ACC_SYNCHRONIZED)
                                && !method.is(Opcodes.ACC_PRIVATE));
    }

    /**
     * The same for a class that is loaded already, to which no method can be added and none taken away: bodies that are
     * apart stay apart, though nothing may hold for them any more.
     */
    ClassPlan within(WovenClass loaded, TypeOutline type) {
        Map<String, MethodPlan> kept = new LinkedHashMap<>();
        for (MethodOutline method : type.methods()) {
            if (loaded.methods().contains(method.id())) {
                MethodPlan plan = methods.get(method.id());
                kept.put(method.id(), plan == null ? ofNothing(type, method) : plan);
            }
        }
        for (AddedMethod method : loaded.added()) {
            if (loaded.methods().contains(method.id())) {
                MethodPlan plan = methods.get(method.id());
                kept.put(method.id(), plan == null ? ofNothing(type, method.like()) : plan);
            }
        }
        Map<String, String> bridges = new HashMap<>(redirected);
        bridges.keySet().removeIf(bridge -> !isOverridden(bridge, kept.keySet()));
        return new ClassPlan(kept, loaded.added(), bridges);
    }

    private static MethodPlan ofNothing(TypeOutline type, MethodOutline method) {
        return MethodPlan.ofNothing(method.signature(type.name()), method.isStatic());
    }

    private boolean isOverridden(String bridge, Set<String> overrides) {
        String name = bridge.substring(0, bridge.indexOf('('));
        return overrides.contains(name + redirected.get(bridge));
    }
}
