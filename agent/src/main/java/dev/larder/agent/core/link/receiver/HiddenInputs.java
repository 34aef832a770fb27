package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.reads.ObjectReads;
import dev.larder.agent.core.reads.ReadField;
import dev.larder.agent.core.type.EnumState;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a method's own code reads and no default key contains: static fields that may change, and such fields of enum constants
 * among its arguments. At any time they are the same for all callers, so calls are not refused; a WARN names them.
 */
public final class HiddenInputs {

    private static final String REMEDY = ", or pass what counts of it as an argument.";

    private HiddenInputs() {}

    /** For a static method. */
    public static Set<ReadField> staticsOf(Class<?> owner, String name, MethodType erased) {
        return ObjectReads.ofStatic(owner, name, erased.toMethodDescriptorString())
                .statics();
    }

    /**
     * Null if there is nothing to warn of.
     *
     * @param statics what the method reads of them
     * @param owner the class that has the method
     * @param erased the method's type, without the object
     */
    public static @Nullable RefusedMethod doubt(
            Set<ReadField> statics, Class<?> owner, MethodType erased, String signature) {
        String constant = reasonOf(erased.parameterList());
        if (constant != null) {
            return new RefusedMethod(RefusedMethod.Loss.NONE, signature, constant, "Make its fields final" + REMEDY);
        }
        String reason = reasonOf(statics, owner);
        return reason == null
                ? null
                : new RefusedMethod(RefusedMethod.Loss.NONE, signature, reason, "Make it final" + REMEDY);
    }

    private static @Nullable String reasonOf(List<Class<?>> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            if (EnumState.mayChange(parameters.get(i))) {
                return "its argument {" + i + "} is a constant of "
                        + parameters.get(i).getName()
                        + ", which has fields that may change, and its key has the constant's name alone";
            }
        }
        return null;
    }

    private static @Nullable String reasonOf(Set<ReadField> statics, Class<?> owner) {
        return statics.stream()
                .sorted(Comparator.comparing(ReadField::owner).thenComparing(ReadField::name))
                .filter(read -> mayChange(read, owner.getClassLoader()))
                .findFirst()
                .map(read -> "it reads the static field '" + read.name() + "' of "
                        + read.owner().replace('/', '.')
                        + ", which may change and is no part of a default key, so that a call may get what an earlier one"
                        + " or another process has returned")
                .orElse(null);
    }

    private static boolean mayChange(ReadField read, @Nullable ClassLoader loader) {
        try {
            Field field = read.owner().startsWith("java/") ? null : find(read, loader);
            return field != null
                    && !field.isSynthetic()
                    && !KnownTypes.isLogger(field.getType())
                    && !field.getName().equals("MODULE$") // an object of Scala's
                    && (!Modifier.isFinal(field.getModifiers()) || isCell(field));
        } catch (ReflectiveOperationException
                | RuntimeException
                | LinkageError e) { // a class that the code never comes to
            return false;
        }
    }

    private static @Nullable Field find(ReadField read, @Nullable ClassLoader loader)
            throws ReflectiveOperationException {
        Class<?> owner = Class.forName(read.owner().replace('/', '.'), false, loader);
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(read.name())) {
                    return field;
                }
            }
        }
        return null;
    }

    /** Whether it is made to be changed: an atomic, or a {@code ThreadLocal} of anything but a tool such as a date format. */
    private static boolean isCell(Field field) {
        Class<?> type = field.getType();
        boolean isAtomic = type.getName().startsWith("java.util.concurrent.atomic.")
                && !type.getName().endsWith("FieldUpdater");
        return isAtomic || (ThreadLocal.class.isAssignableFrom(type) && !isOfTools(field));
    }

    private static boolean isOfTools(Field local) {
        boolean isTyped = local.getGenericType() instanceof ParameterizedType;
        return isTyped
                && ((ParameterizedType) local.getGenericType()).getActualTypeArguments()[0] instanceof Class<?> item
                && PlatformTypes.hasJavaName(item)
                && FieldKind.of(item) == FieldKind.HELD;
    }
}
