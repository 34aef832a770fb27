package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodPlan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What weaving did to one class when it was loaded. When another agent or a debugger retransforms or redefines the
 * class, weaving must do the same again, since the JVM refuses changed methods or fields.
 *
 * @param methods the ids of the methods whose bodies were moved
 * @param hasInitializer whether it got a static initializer
 * @param hasSerialVersion whether it got a {@code serialVersionUID}
 * @param refusals the refusals that were reported
 */
record WovenClass(
        Set<String> methods,
        List<AddedMethod> added,
        boolean hasInitializer,
        boolean hasSerialVersion,
        Set<String> refusals) {

    WovenClass {
        methods = Set.copyOf(methods);
        added = List.copyOf(added);
    }

    static WovenClass of(ClassPlan plan, boolean hasSerialVersion, Set<String> refusals) {
        Set<String> said = ConcurrentHashMap.newKeySet();
        said.addAll(refusals);
        return new WovenClass(plan.methods().keySet(), plan.added(), plan.addsInitializer(), hasSerialVersion, said);
    }

    /** A class with annotations of which none was supported. */
    static WovenClass asItIs(Set<String> refusals) {
        return of(ClassPlan.NONE, false, refusals);
    }

    /** Whether {@code type} is the woven class file, not the compiler's. */
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
