package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.reads.ObjectReads;
import dev.larder.agent.core.reads.ReadField;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * What the objects of one class capture from the code that makes them: the variables of a lambda, or of a local or anonymous
 * class.
 *
 * <p><b>Why.</b> {@code x -> prefix + x} behind an interface looks like a collaborator, but a plain value decides what it
 * returns. That value cannot be part of a key, since its origin is unknown.
 *
 * @param isData whether there is a value among them that is no collaborator
 * @param objects which fields hold an object around the code, such as the {@code this} that it reads
 * @param others which fields hold what may be a collaborator or not, such as another lambda
 */
record CapturedValues(boolean isData, List<Field> objects, List<Field> others) {

    private static final CapturedValues NOTHING = new CapturedValues(false, List.of(), List.of());

    private static final ClassValue<CapturedValues> BY_CLASS = new ClassValue<>() {
        @Override
        protected CapturedValues computeValue(Class<?> type) {
            return compute(type);
        }
    };

    CapturedValues {
        objects = List.copyOf(objects);
        others = List.copyOf(others);
    }

    static CapturedValues by(Class<?> type) {
        return BY_CLASS.get(type);
    }

    private static CapturedValues compute(Class<?> type) {
        boolean isWrittenInside = type.isAnonymousClass() || type.isLocalClass();
        if (!type.isHidden() && !isWrittenInside) {
            return NOTHING;
        }
        boolean isData = false;
        List<Field> objects = new ArrayList<>();
        List<Field> others = new ArrayList<>();
        for (Field field : InstanceFields.fieldsOf(type)) {
            boolean isCaptured = type.isHidden() || field.isSynthetic();
            boolean isAround = FieldKind.isOfApplication(field.getType())
                    && (type.isHidden() || field.getName().startsWith("this$"));
            if (isAround) {
                addIfRead(objects, field, type);
            } else if (isCaptured) {
                boolean isOther = FieldKind.of(field.getGenericType()) == FieldKind.OTHER;
                isData |= !isOther || isContainer(field.getType());
                others.add(field);
            }
        }
        return new CapturedValues(isData, objects, others);
    }

    /** The contents may be exchanged, and are not looked at. */
    private static boolean isContainer(Class<?> type) {
        return type.isArray() || KnownTypes.isContainer(type);
    }

    /** Whether objects of the class hold only what they have captured. */
    static boolean isAllOf(Class<?> type) {
        if (type.isHidden() || HeldValue.isStateless(type)) {
            return true;
        }
        boolean isWrittenInside = type.isAnonymousClass() || type.isLocalClass();
        return isWrittenInside
                && type.getSuperclass() == Object.class
                && InstanceFields.fieldsOf(type).stream().allMatch(Field::isSynthetic);
    }

    /** A class keeps the object around it whether its code reads it or not; a lambda only if it does. */
    private static void addIfRead(List<Field> objects, Field field, Class<?> type) {
        if (type.isHidden() || reads(type, field.getName())) {
            objects.add(field);
        }
    }

    private static boolean reads(Class<?> type, String captured) {
        for (Method method : type.getDeclaredMethods()) {
            String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                    .toMethodDescriptorString();
            ObjectReads reads = ObjectReads.of(type, type, method.getName(), descriptor);
            boolean isRead = reads.fields().stream().anyMatch(field -> isBehind(field, captured))
                    || reads.asked().stream().anyMatch(asked -> isBehind(asked.field(), captured));
            if (reads.everything() || isRead) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBehind(ReadField field, String name) {
        ReadField of = field.of();
        return field.name().equals(name) || (of != null && isBehind(of, name));
    }
}
