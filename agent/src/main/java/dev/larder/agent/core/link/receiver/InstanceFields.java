package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.base.ClosedModules;
import dev.larder.agent.core.reads.ReadField;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds and reads the instance fields of the application's objects. */
final class InstanceFields {

    private static final ClassValue<Set<Field>> EXCHANGEABLE = new ClassValue<>() {
        @Override
        protected Set<Field> computeValue(Class<?> type) {
            return FieldKind.dataFieldsOf(type).stream()
                    .map(field -> ObjectPath.of(type, field))
                    .filter(path -> path.kind() == FieldKind.OTHER && path.isExchangeable())
                    .map(ObjectPath::root)
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    private InstanceFields() {}

    /** Those that may hold other collaborators later. */
    static Set<Field> exchangeableOf(Class<?> type) {
        return EXCHANGEABLE.get(type);
    }

    /** Those that the class itself declares, in the order of their names, which is the same in every JVM. */
    static List<Field> fieldsOf(Class<?> owner) {
        List<Field> fields = new ArrayList<>();
        for (Field field : owner.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                fields.add(field);
            }
        }
        fields.sort(Comparator.comparing(Field::getName));
        return fields;
    }

    /** The field that an instruction refers to; null if there is none. */
    static @Nullable Field find(Class<?> type, ReadField read) {
        boolean isBelow = true;
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            isBelow &= !owner.getName().equals(read.owner().replace('/', '.'));
            Field field = isBelow ? null : declared(owner, read.name());
            if (field != null) {
                return field;
            }
        }
        return null;
    }

    private static @Nullable Field declared(Class<?> owner, String name) {
        for (Field field : fieldsOf(owner)) {
            if (field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** From an object to what it holds in a field that is {@linkplain #open open}. */
    static MethodHandle getter(Field field) {
        try {
            return MethodHandles.lookup().unreflectGetter(field);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was open before", e);
        }
    }

    /** Whether the field can be read; a module may forbid it. */
    static boolean open(Field field) {
        try {
            return ClosedModules.reach(field);
        } catch (RuntimeException e) {
            return false;
        }
    }
}
