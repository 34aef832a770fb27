package dev.larder.agent.core.key.text;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a class, or of all classes that keep one contract, are written.
 *
 * <p><b>Threads.</b> Immutable, one per class or contract.
 */
interface ValueForm {

    /** The type's name in a key, where it is needed. */
    String tag();

    /** Whether the name stands in front whatever is declared. */
    default boolean isAlwaysNamed() {
        return false;
    }

    /** Writes a value that is of this form, where one of type {@code declared} is expected. */
    void write(Object value, DeclaredType declared, KeyWriter out);

    /** The form of the class, or null if its values cannot be part of a key. */
    static @Nullable ValueForm of(Class<?> type) {
        return Registry.FORMS.get(type).orElse(null);
    }

    /** The form of one value, whose class does not always tell whether it has an order; null as above. */
    static @Nullable ValueForm ofValue(Object value) {
        ValueForm form = of(value.getClass());
        if (OwnState.isByIdentity(form, value)) {
            return null;
        }
        if (form == CollectionForm.SET && OwnOrder.isKeptBy((Set<?>) value)) {
            return CollectionForm.ORDERED_SET;
        }
        return form == MapForm.MAP && OwnOrder.isKeptBy(((Map<?, ?>) value).keySet()) ? MapForm.ORDERED_MAP : form;
    }

    /** The name of any class: without a dot for those of {@link LeafForm} alone, {@code array!long} for an array. */
    static String typeName(Class<?> type) {
        if (type.isArray()) {
            return "array!" + typeName(type.getComponentType());
        }
        LeafForm leaf = LeafForm.find(type);
        if (type.isPrimitive()) {
            return type.getName();
        }
        if (leaf != null) {
            return leaf.tag();
        }
        String name = type.getName();
        return KeyText.of(name.indexOf('.') < 0 ? "." + name : name);
    }

    /** Remembers forms with their classes, so that neither keeps the other from being unloaded. */
    final class Registry extends ClassValue<Optional<ValueForm>> {

        private static final Registry FORMS = new Registry();

        private Registry() {}

        @Override
        protected Optional<ValueForm> computeValue(Class<?> type) {
            return Optional.ofNullable(compute(type));
        }

        private @Nullable ValueForm compute(Class<?> type) {
            LeafForm leaf = LeafForm.find(type);
            if (leaf != null) {
                return leaf;
            }
            if (type.isArray()) {
                return new ArrayForm(type);
            }
            if (type.isRecord()) {
                return RecordForm.of(type);
            }
            if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
                return ofEnum(type);
            }
            return Proxy.isProxyClass(type) ? null : ofContract(type);
        }

        /** A constant with a body has a class of its own, and counts as one of its enum. */
        private @Nullable ValueForm ofEnum(Class<?> type) {
            return type.isEnum()
                    ? LeafForm.ofEnum(type)
                    : get(type.getSuperclass()).orElse(null);
        }

        private static @Nullable ValueForm ofContract(Class<?> type) {
            return OwnState.isHeldBy(type) ? null : ofKeptContract(type);
        }

        private static @Nullable ValueForm ofKeptContract(Class<?> type) {
            if (List.class.isAssignableFrom(type)) {
                return CollectionForm.LIST;
            }
            if (Set.class.isAssignableFrom(type)) {
                return OwnOrder.isKeptBy(type) ? CollectionForm.ORDERED_SET : CollectionForm.SET;
            }
            if (Map.class.isAssignableFrom(type)) {
                return OwnOrder.isKeptBy(type) ? MapForm.ORDERED_MAP : MapForm.MAP;
            }
            return Collection.class.isAssignableFrom(type) ? CollectionForm.COLLECTION : null;
        }
    }
}
