package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What was made of one class when it was loaded, which is what must be made of it again whenever another agent or a
 * debugger has it transformed or redefined: the JVM refuses a class that has other methods or fields than before.
 *
 * @param methods the ids of those whose bodies were moved
 * @param hasSerialVersion whether it got a {@code serialVersionUID}
 * @param refusals what has been said of it
 */
record WovenClass(Set<String> methods, List<AddedMethod> added, boolean hasSerialVersion, Set<String> refusals) {

    WovenClass {
        methods = Set.copyOf(methods);
        added = List.copyOf(added);
    }

    static WovenClass of(ClassPlan plan, boolean hasSerialVersion, Set<String> refusals) {
        Set<String> said = ConcurrentHashMap.newKeySet();
        said.addAll(refusals);
        return new WovenClass(plan.methods().keySet(), plan.added(), hasSerialVersion, said);
    }

    /** One that has annotations of which nothing came about. */
    static WovenClass asItIs(Set<String> refusals) {
        return of(new ClassPlan(Map.of(), List.of(), Map.of()), false, refusals);
    }

    /** Whether {@code type} is what was made of the class, and not what its compiler made. */
    boolean isOf(TypeOutline type) {
        return type.methods().stream()
                .anyMatch(method -> method.is(Opcodes.ACC_SYNTHETIC)
                        && method.name().endsWith(MethodPlan.MOVED_SUFFIX)
                        && methods.contains(original(method)));
    }

    private static String original(MethodOutline body) {
        String name = body.name();
        return name.substring(0, name.length() - MethodPlan.MOVED_SUFFIX.length()) + body.descriptor();
    }

    boolean isAsItIs() {
        return methods.isEmpty();
    }
}
