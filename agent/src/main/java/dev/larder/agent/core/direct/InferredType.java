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
 * The type that a parameter would most likely be declared with to take a value: its class, and for collections the
 * class that all elements have in common.
 *
 * <p><b>Why.</b> What a value contributes to a key depends on the declared type where the value does not fit it, and
 * here nothing is declared. With its own class a value contributes plainly, as it does to the key of a method that
 * declares just that.
 */
final class InferredType {

    private static final int MAX_DEPTH = 64;

    /** Elements looked at, all together. Past this, elements count as of any type. */
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

    /** A contract of collections with the types of its elements. */
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
