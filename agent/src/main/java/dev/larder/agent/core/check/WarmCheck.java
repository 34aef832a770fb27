package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.WarmPlan;
import dev.larder.agent.core.plan.WarmSchedule;
import dev.larder.agent.core.plan.WarmedMethod;
import dev.larder.agent.core.plan.Written;
import dev.larder.agent.core.result.ColdResults;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Decides whether a method can be called ahead as its {@code @Warm} says. */
public record WarmCheck(VisibleTypes types, TypeOutline type, MethodOutline method) {

    private static final Set<String> MANY = Set.of("java/lang/Iterable", "java/util/stream/BaseStream");

    /**
     * The method as it is called ahead.
     *
     * @param plan what the method's other annotations have come to; null for nothing
     */
    public WarmedMethod check(Written<WarmPlan> written, @Nullable MethodPlan plan) throws Refusal {
        CachePlan cached = plan == null ? null : plan.cached();
        if (plan == null || cached == null) {
            throw new Refusal("it is not cached", "Write @Cached beside @Warm, or take @Warm off.");
        }
        checkCallable();
        WarmPlan warm = written.known("@Warm");
        WarmSchedule.parse(warm.schedule());
        WarmedMethod warmed = new WarmedMethod(
                plan.signature(),
                method.name(),
                method.descriptor(),
                method.isStatic(),
                warm.schedule(),
                cached.lifetime().ttlMillis(),
                arguments(warm.arguments()),
                !method.isStatic() && (cached.key().isEmpty() || cached.key().contains("{this")),
                cached.tier(),
                cached.sensitive());
        if (!WarmedMethod.fitClassFile(List.of(warmed))) {
            throw new Refusal("its annotations take more than 65535 bytes", "Write shorter ones.");
        }
        return warmed;
    }

    private void checkCallable() throws Refusal {
        if (type.isInterface() && !method.isStatic()) {
            throw new Refusal(
                    "it is a default method of an interface, and Larder does not know the objects of interfaces",
                    "Annotate a method of the class.");
        }
        if (method.isSuspend()) {
            throw new Refusal("it is a suspend function, which only a coroutine can call", "Annotate another method.");
        }
        Type result = method.returnType();
        if (result.getSort() == Type.OBJECT && ColdResults.NAMES.contains(result.getInternalName())) {
            throw new Refusal(
                    "its result, " + result.getClassName() + ", does nothing before somebody subscribes to it",
                    "Return a CompletableFuture, or annotate another method.");
        }
    }

    private WarmedMethod.@Nullable Source arguments(String name) throws Refusal {
        int parameters = method.parameterTypes().length;
        if (name.isEmpty() && parameters == 0) {
            return null;
        }
        if (name.isEmpty()) {
            throw new Refusal(
                    "it has parameters, and @Warm names no method that yields arguments",
                    "Add a method without parameters that returns a list of them, and name it as arguments.");
        }
        if (parameters == 0) {
            throw new Refusal("it has no parameters, and @Warm names arguments", "Take the arguments off.");
        }
        WarmedMethod.Source found = find(type, name);
        for (String supertype : types.supertypes(type.directSupertypes())) {
            TypeOutline above = found == null ? types.outline(supertype) : null;
            found = above == null ? found : find(above, name);
        }
        if (found == null) {
            throw new Refusal(
                    "its arguments name '" + name + "', but there is no " + (method.isStatic() ? "static " : "")
                            + "method " + name + "() that returns an Iterable, an array or a Stream",
                    "Add it to the class, or correct the name.");
        }
        return found;
    }

    private WarmedMethod.@Nullable Source find(TypeOutline owner, String name) {
        for (MethodOutline candidate : owner.methods()) {
            if (candidate.name().equals(name)
                    && candidate.parameterTypes().length == 0
                    && (candidate.isStatic() || !method.isStatic())
                    && isAccessible(owner, candidate)
                    && isOfMany(candidate.returnType())) {
                return new WarmedMethod.Source(name, candidate.descriptor(), candidate.isStatic());
            }
        }
        return null;
    }

    private boolean isAccessible(TypeOutline owner, MethodOutline candidate) {
        if (owner.name().equals(type.name())) {
            return true;
        }
        if (owner.isInterface() && candidate.isStatic()) {
            return false; // which is not inherited
        }
        return candidate.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)
                || (candidate.isPackagePrivate() && owner.isOfSamePackage(type));
    }

    private boolean isOfMany(Type result) {
        return result.getSort() == Type.ARRAY
                || (result.getSort() == Type.OBJECT && types.isAny(result.getInternalName(), MANY));
    }
}
