package dev.larder.agent.core.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;

/** The class that stands for a generic type at run time. */
public final class Erasure {

    private Erasure() {}

    /** For a variable and a wildcard, that of their first upper bound. */
    public static Class<?> of(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return of(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> variable ? of(variable.getBounds()[0]) : Object.class;
    }
}
