package dev.larder.agent.core.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type without type variables: a class and its type arguments.
 *
 * <p>A wildcard counts as its upper bound, and an unbound variable as its own bound.
 *
 * @param raw for an array, the array class
 * @param arguments one for each type parameter of {@code raw}, or none if it is used raw; for an array, its component
 */
public record BoundType(Class<?> raw, List<BoundType> arguments) {

    /** A class may name itself with ever longer arguments; beyond this depth they count as Object. */
    private static final int MAX_DEPTH = 16;

    public BoundType {
        arguments = List.copyOf(arguments);
    }

    public static BoundType of(Type type) {
        return bind(type, Map.of(), 0);
    }

    /** Resolves {@code type}, which a member of {@link #raw} declares. */
    public BoundType resolve(Type type) {
        return bind(type, bindings(), 0);
    }

    /** The argument at {@code index}, or Object where this type is used raw. */
    public BoundType argument(int index) {
        return index < arguments.size() ? arguments.get(index) : new BoundType(Object.class, List.of());
    }

    /** This type as one of its superclasses or interfaces, or null if {@code target} is neither. */
    public @Nullable BoundType as(Class<?> target) {
        if (raw == target) {
            return this;
        }
        if (!target.isAssignableFrom(raw)) {
            return null;
        }
        return supertypes(raw)
                .map(type -> resolve(type).as(target))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    /** {@code subclass}, a direct subtype of {@link #raw}, with the type variables that this type binds. */
    public BoundType narrowedTo(Class<?> subclass) {
        Map<TypeVariable<?>, BoundType> known = new HashMap<>();
        supertypes(subclass)
                .filter(type -> type instanceof ParameterizedType parameterized && parameterized.getRawType() == raw)
                .forEach(type -> learn(((ParameterizedType) type).getActualTypeArguments(), known));
        List<BoundType> found = Stream.of(subclass.getTypeParameters())
                .map(variable -> bind(variable, known, 0))
                .toList();
        return new BoundType(subclass, found);
    }

    /** {@code subclass}, at any distance below {@link #raw}, with the type variables that this type binds. */
    public BoundType narrowedDownTo(Class<?> subclass) {
        if (subclass == raw) {
            return this;
        }
        return supertypes(subclass)
                .map(Erasure::of)
                .filter(parent -> parent != raw && raw.isAssignableFrom(parent))
                .findFirst()
                .map(parent -> narrowedDownTo(parent).narrowedTo(subclass))
                .orElseGet(() -> narrowedTo(subclass));
    }

    private void learn(Type[] written, Map<TypeVariable<?>, BoundType> known) {
        for (int i = 0; i < written.length; i++) {
            if (written[i] instanceof TypeVariable<?> variable) {
                known.put(variable, argument(i));
            }
        }
    }

    private static Stream<Type> supertypes(Class<?> type) {
        Type parent = type.getGenericSuperclass();
        return Stream.concat(Stream.ofNullable(parent), Stream.of(type.getGenericInterfaces()));
    }

    private Map<TypeVariable<?>, BoundType> bindings() {
        TypeVariable<?>[] variables = raw.getTypeParameters();
        if (variables.length != arguments.size()) {
            return Map.of();
        }
        return IntStream.range(0, variables.length)
                .boxed()
                .collect(Collectors.toMap(i -> variables[i], arguments::get));
    }

    private static BoundType bind(Type type, Map<TypeVariable<?>, BoundType> known, int depth) {
        if (depth > MAX_DEPTH) {
            return new BoundType(Object.class, List.of());
        }
        if (type instanceof Class<?> plain) {
            return plain.isArray()
                    ? arrayOf(bind(plain.getComponentType(), known, depth + 1))
                    : new BoundType(plain, List.of());
        }
        if (type instanceof ParameterizedType parameterized) {
            return bindArguments(parameterized, known, depth);
        }
        if (type instanceof GenericArrayType array) {
            return arrayOf(bind(array.getGenericComponentType(), known, depth + 1));
        }
        if (type instanceof WildcardType wildcard) {
            return bind(wildcard.getUpperBounds()[0], known, depth + 1);
        }
        BoundType bound = known.get(type);
        return bound != null ? bound : new BoundType(Erasure.of(type), List.of());
    }

    private static BoundType bindArguments(ParameterizedType type, Map<TypeVariable<?>, BoundType> known, int depth) {
        Class<?> raw = (Class<?>) type.getRawType();
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        Type[] written = type.getActualTypeArguments();
        List<BoundType> bound = new ArrayList<>();
        for (int i = 0; i < written.length; i++) {
            bound.add(bind(isUnbounded(written[i]) ? Erasure.of(parameters[i]) : written[i], known, depth + 1));
        }
        return new BoundType(raw, bound);
    }

    private static boolean isUnbounded(Type type) {
        return type instanceof WildcardType wildcard && wildcard.getUpperBounds()[0] == Object.class;
    }

    private static BoundType arrayOf(BoundType component) {
        return new BoundType(component.raw.arrayType(), List.of(component));
    }

    /** As written in a source file, with full class names. */
    @Override
    public String toString() {
        if (raw.isArray()) {
            return arguments.get(0) + "[]";
        }
        return arguments.isEmpty()
                ? raw.getName()
                : raw.getName()
                        + arguments.stream().map(BoundType::toString).collect(Collectors.joining(",", "<", ">"));
    }
}
