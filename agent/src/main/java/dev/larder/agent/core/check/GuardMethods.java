package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Refusal;
import java.util.Set;
import java.util.StringJoiner;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Finds the methods that {@code when} and {@code unless} name.
 *
 * <p>Such a method returns {@code boolean}, is static if the cached method is, and each of its parameters has the type
 * of the argument or a supertype. It may be inherited if the class can call it.
 */
final class GuardMethods {

    private final VisibleTypes types;
    private final TypeOutline type;
    private final MethodOutline method;

    GuardMethods(VisibleTypes types, TypeOutline type, MethodOutline method) {
        this.types = types;
        this.type = type;
        this.method = method;
    }

    /** @param isBatch whether {@code unless} is asked for each of many values */
    void check(CachePlan cached, boolean isBatch) throws Refusal {
        check("when", cached.when(), method.writtenParameterTypes());
        if (!isBatch && !WorkEnd.of(types, method).isSeen()) { // else the class of its value shows at run time
            check("unless", cached.unless(), method.returnType());
        }
    }

    private void check(String attribute, String guard, Type... arguments) throws Refusal {
        if (!guard.isEmpty() && !exists(guard, arguments)) {
            String kind = method.isStatic() ? "static boolean " : "boolean ";
            String declaration = kind + guard + parameters(arguments);
            throw new Refusal(
                    attribute + " names '" + guard + "', but there is no method " + declaration,
                    "Add it to the class, or correct the name.");
        }
    }

    private static String parameters(Type[] types) {
        StringJoiner list = new StringJoiner(", ", "(", ")");
        for (Type type : types) {
            list.add(type.getClassName());
        }
        return list.toString();
    }

    private boolean exists(String guard, Type[] arguments) {
        if (declares(type, guard, arguments)) {
            return true;
        }
        for (String name : types.supertypes(type.directSupertypes())) {
            TypeOutline supertype = types.outline(name);
            if (supertype != null && declares(supertype, guard, arguments)) {
                return true;
            }
        }
        return false;
    }

    private boolean declares(TypeOutline owner, String guard, Type[] arguments) {
        for (MethodOutline candidate : owner.methods()) {
            if (candidate.name().equals(guard)
                    && candidate.returnType().getSort() == Type.BOOLEAN
                    && (candidate.isStatic() || !method.isStatic())
                    && isAccessible(owner, candidate)
                    && takes(candidate.parameterTypes(), arguments)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAccessible(TypeOutline owner, MethodOutline candidate) {
        if (candidate.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)
                || owner.name().equals(type.name())) {
            return true;
        }
        return !candidate.is(Opcodes.ACC_PRIVATE) && owner.isOfSamePackage(type);
    }

    private boolean takes(Type[] parameters, Type[] arguments) {
        if (parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!isAssignable(arguments[i], parameters[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean isAssignable(Type argument, Type parameter) {
        if (argument.equals(parameter)) {
            return true;
        }
        if (argument.getSort() < Type.ARRAY || parameter.getSort() != Type.OBJECT) {
            return false;
        }
        String wanted = parameter.getInternalName();
        return wanted.equals("java/lang/Object")
                || (argument.getSort() == Type.OBJECT && types.isAny(argument.getInternalName(), Set.of(wanted)));
    }
}
