package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.reads.LateWrites;
import dev.larder.agent.core.reads.ReadField;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which fields of an object may hold other collaborators at the next look: those that code sets when the object has been in use
 * already, and containers.
 */
final class ExchangeableFields {

    private static final ClassValue<Set<Field>> BY_CLASS = new ClassValue<>() {
        @Override
        protected Set<Field> computeValue(Class<?> type) {
            return FieldKind.dataFieldsOf(type).stream()
                    .filter(field -> mayBeExchanged(ObjectPath.of(type, field)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    private ExchangeableFields() {}

    /** Of all objects of a class, whichever method is called. */
    static Set<Field> of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    private static boolean mayBeExchanged(ObjectPath path) {
        return path.kind() == FieldKind.OTHER
                && (path.isContainer() || isSetLate(path.root(), path.receiver(), path.receiver()));
    }

    /**
     * Whether code sets the field of an object that is in use.
     *
     * @param holder the class of the object
     * @param user another class whose code may do that
     */
    static boolean isSetLate(Field field, Class<?> holder, Class<?> user) {
        if (Modifier.isFinal(field.getModifiers())) {
            return false;
        }
        for (ReadField write : LateWrites.of(holder, user)) {
            if (field.equals(InstanceFields.find(holder, write))) {
                return true;
            }
        }
        return false;
    }
}
