package dev.larder;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;

/**
 * A generic type, for {@link Larder#cache(ValueType)}, as a cached method would declare it:
 *
 * <pre>{@code
 * LarderCache<List<User>> teams = Larder.cache(new ValueType<List<User>>() {});
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <V> the type, without type variables
 */
public abstract class ValueType<V> {

    private final Type type;

    /**
     * Reads the type from the class declaration of the subclass.
     *
     * @throws IllegalArgumentException if the subclass does not bind {@code V}
     */
    protected ValueType() {
        Type parent = getClass().getGenericSuperclass();
        if (getClass().getSuperclass() != ValueType.class || !(parent instanceof ParameterizedType)) {
            throw new IllegalArgumentException(getClass().getName() + " does not say which type it stands for. Write"
                    + " new ValueType<List<User>>() {} with the type between the angle brackets.");
        }
        type = ((ParameterizedType) parent).getActualTypeArguments()[0];
        if (hasVariable(type)) {
            throw new IllegalArgumentException("The type " + type + " has a type variable, which stands for nothing at"
                    + " run time. Name the type itself.");
        }
    }

    /** The generic type. */
    public final Type type() {
        return type;
    }

    private static boolean hasVariable(Type type) {
        if (type instanceof TypeVariable) {
            return true;
        }
        if (type instanceof GenericArrayType) {
            return hasVariable(((GenericArrayType) type).getGenericComponentType());
        }
        if (type instanceof WildcardType) {
            return anyHasVariable(((WildcardType) type).getUpperBounds());
        }
        return type instanceof ParameterizedType && anyHasVariable(((ParameterizedType) type).getActualTypeArguments());
    }

    private static boolean anyHasVariable(Type[] types) {
        for (Type type : types) {
            if (hasVariable(type)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
