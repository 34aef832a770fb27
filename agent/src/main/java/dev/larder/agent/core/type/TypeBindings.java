package dev.larder.agent.core.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type arguments for the type variables of a type and its supertypes, as far as its declaration binds them: in
 * {@code Page<User>}, whose class extends {@code Slice<T>}, the variable of {@code Slice} is {@code User}.
 *
 * <p>Nothing here initialises a class.
 */
public final class TypeBindings {

    private final Map<TypeVariable<?>, Type> bound = new HashMap<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private TypeBindings() {}

    public static TypeBindings of(Type type) {
        TypeBindings bindings = new TypeBindings();
        bindings.add(type);
        return bindings;
    }

    /** Resolves {@code declared} on an object of the type {@code receiver}; unbound variables stay. */
    public static Type boundBy(Type receiver, Type declared) {
        try {
            return variableIn(declared) == null
                    ? declared
                    : TypeBindings.of(receiver).resolve(declared);
        } catch (LinkageError | RuntimeException e) { // a class that its declaration mentions is missing
            return declared;
        }
    }

    /** The first type variable that {@code type} mentions; null if it mentions none. */
    public static @Nullable TypeVariable<?> variableIn(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return variable;
        }
        if (type instanceof GenericArrayType array) {
            return variableIn(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return variableIn(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                TypeVariable<?> variable = variableIn(argument);
                if (variable != null) {
                    return variable;
                }
            }
        }
        return null;
    }

    private void add(@Nullable Type type) {
        if (type == null) {
            return;
        }
        if (type instanceof WildcardType wildcard) {
            add(wildcard.getUpperBounds()[0]);
            return;
        }
        if (type instanceof TypeVariable<?> variable) {
            add(variable.getBounds()[0]);
            return;
        }
        if (type instanceof ParameterizedType parameterized) {
            add(parameterized.getOwnerType());
            bind(Erasure.of(type).getTypeParameters(), parameterized.getActualTypeArguments());
        }
        Class<?> raw = Erasure.of(type);
        if (seen.add(raw)) {
            add(raw.getGenericSuperclass());
            for (Type implemented : raw.getGenericInterfaces()) {
                add(implemented);
            }
        }
    }

    private void bind(TypeVariable<?>[] variables, Type[] arguments) {
        for (int i = 0; i < variables.length; i++) {
            bound.putIfAbsent(variables[i], resolve(arguments[i]));
        }
    }

    /** {@code type} with its bound variables replaced, and each wildcard replaced by its bound. */
    public Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return bound.getOrDefault(variable, variable);
        }
        if (type instanceof WildcardType wildcard) {
            return resolve(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return resolve(array);
        }
        return type instanceof ParameterizedType parameterized ? resolve(parameterized) : type;
    }

    /**
     * An array created for {@code T[]} is often an {@code Object[]}, so it does not count as an array of the bound
     * type.
     */
    private Type resolve(GenericArrayType type) {
        Type resolved = new ArrayOf(resolve(type.getGenericComponentType()));
        return Erasure.of(resolved) == Erasure.of(type) ? resolved : type;
    }

    private Type resolve(ParameterizedType type) {
        List<Type> arguments = new ArrayList<>();
        for (Type argument : type.getActualTypeArguments()) {
            arguments.add(resolve(argument));
        }
        return new Parameterized(type.getRawType(), type.getOwnerType(), arguments);
    }

    /** {@code List<element>}. */
    public static Type listOf(Type element) {
        return new Parameterized(List.class, null, List.of(element));
    }

    private record ArrayOf(Type component) implements GenericArrayType {

        @Override
        public Type getGenericComponentType() {
            return component;
        }
    }

    private record Parameterized(Type raw, @Nullable Type owner, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(new Type[0]);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }
    }
}
