package dev.larder.agent.core.direct;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Infers the type that a parameter for a value would most likely have: the value's class, and for a collection the
 * common class of its elements.
 *
 * <p><b>Why.</b> The text of a value in a key also has the value's class if that differs from the declared type, and
 * here there is no declared type. With the inferred type the text is the same as in the key of a method that declares
 * exactly that type.
 */
final class InferredType {

    private static final int MAX_DEPTH = 64;

    /** The number of elements to inspect in all. Beyond it, the element type is unknown. */
    private static final int MAX_ELEMENTS = 1 << 16;

    private int elements;

    private InferredType() {}

    static Type of(@Nullable Object value) {
        return new InferredType().infer(value, 0);
    }

    private Type infer(@Nullable Object value, int depth) {
        if (value == null || depth > MAX_DEPTH) {
            return Object.class;
        }
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass(); // one with a body has a class of its own
        }
        if (value instanceof Map<?, ?> map) {
            return new Generic(Map.class, common(map.keySet(), depth), common(map.values(), depth));
        }
        return value instanceof Collection<?> items
                ? new Generic(contract(items), common(items, depth))
                : value.getClass();
    }

    private static Class<?> contract(Collection<?> items) {
        if (items instanceof List) {
            return List.class;
        }
        return items instanceof Set ? Set.class : Collection.class;
    }

    private Type common(Collection<?> items, int depth) {
        Type common = null;
        for (Object item : items) {
            if (++elements > MAX_ELEMENTS) {
                return Object.class;
            }
            if (item != null) {
                Type type = infer(item, depth + 1);
                common = common == null ? type : merge(common, type);
            }
        }
        return common == null ? Object.class : common;
    }

    private static Type merge(Type one, Type other) {
        if (one instanceof Generic some && other instanceof Generic more && some.raw == more.raw) {
            Type[] merged = some.arguments.clone();
            Arrays.setAll(merged, i -> merge(some.arguments[i], more.arguments[i]));
            return new Generic(some.raw, merged);
        }
        return one.equals(other) ? one : Object.class;
    }

    /** A collection interface with the types of its elements. */
    private static final class Generic implements ParameterizedType {

        private final Class<?> raw;
        private final Type[] arguments;

        Generic(Class<?> raw, Type... arguments) {
            this.raw = raw;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }
}
