package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.WarmedMethod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What weaving does to one class.
 *
 * @param methods by {@link MethodOutline#id}, the methods whose bodies are moved, including added methods
 * @param added the methods that are added
 * @param redirected by {@link MethodOutline#id}, bridges whose {@code super} call must go to an override in this class,
 *     with the descriptor of that override
 * @param warmed the methods that are called ahead
 * @param addsInitializer whether the class gets a static initializer, which announces those that are static
 */
record ClassPlan(
        Map<String, MethodPlan> methods,
        List<AddedMethod> added,
        Map<String, String> redirected,
        List<WarmedMethod> warmed,
        boolean addsInitializer) {

    static final ClassPlan NONE = new ClassPlan(Map.of(), List.of(), Map.of(), List.of(), false);

    ClassPlan {
        added = List.copyOf(added);
        warmed = List.copyOf(warmed);
        redirected = Map.copyOf(redirected);
    }

    boolean isEmpty() {
        return methods.isEmpty();
    }

    /** Whether weaving would change the default {@code serialVersionUID} of the class. */
    boolean changesSerialVersion(TypeOutline type) {
        return !added.isEmpty()
                || addsInitializer
                || type.methods().stream()
                        .anyMatch(method -> methods.containsKey(method.id())
                                && method.is(Opcodes.ACC_SYNCHRONIZED)
                                && !method.is(Opcodes.ACC_PRIVATE));
    }

    /**
     * The same for a class that is already loaded. Methods can neither be added nor removed then, so moved bodies stay
     * moved, even if their annotations are gone.
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
        boolean adds = loaded.hasInitializer() && type.method("<clinit>", "()V") == null;
        return new ClassPlan(kept, loaded.added(), bridges, warmed, adds);
    }

    private static MethodPlan ofNothing(TypeOutline type, MethodOutline method) {
        return MethodPlan.ofNothing(method.signature(type.name()), method.isStatic());
    }

    private boolean isOverridden(String bridge, Set<String> overrides) {
        String name = bridge.substring(0, bridge.indexOf('('));
        return overrides.contains(name + redirected.get(bridge));
    }
}
