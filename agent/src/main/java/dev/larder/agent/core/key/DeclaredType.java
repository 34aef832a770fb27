package dev.larder.agent.core.key;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;

/**
 * A type as the source code declares it, as far as keys care: it says which values need no type in front.
 *
 * <p>A guess that is too narrow or plainly wrong does no harm: values that do not fit it name their type.
 *
 * @param raw of a primitive type its wrapper
 * @param arguments of a parameterized type its arguments, of an array its component; variables count as their bound
 */
public record DeclaredType(Class<?> raw, List<DeclaredType> arguments) {

    private static final DeclaredType UNKNOWN = new DeclaredType(Object.class, List.of());

    static DeclaredType of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return new DeclaredType(erase(type), all(parameterized.getActualTypeArguments()));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return new DeclaredType(erase(type), List.of(of(array.getGenericComponentType())));
        }
        Class<?> raw = boxed(erase(type));
        return new DeclaredType(raw, raw.isArray() ? List.of(of(raw.getComponentType())) : List.of());
    }

    /** The class that stands for a type at run time. */
    public static Class<?> erase(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return erase(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof WildcardType wildcard) {
            return erase(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> variable ? erase(variable.getBounds()[0]) : Object.class;
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
    }

    private static List<DeclaredType> all(Type[] types) {
        List<DeclaredType> all = new ArrayList<>();
        for (Type type : types) {
            all.add(of(type));
        }
        return List.copyOf(all);
    }

    /** Whether a value of class {@code type} belongs to this very type and so need not name its own. */
    boolean expects(Class<?> type, ValueForm form) {
        return type == raw || form == ValueForm.of(raw);
    }

    /** The argument at {@code index} of {@code count}, or the unknown type when this one is not of that shape. */
    DeclaredType argument(int index, int count) {
        return arguments.size() == count ? arguments.get(index) : UNKNOWN;
    }
}
