package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.base.ClosedModules;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The constants of an application type: objects of that type in its static final fields, such as {@code INSTANCE} of a
 * Kotlin object, {@code MODULE$} of a Scala object, a null object, or the values of a type-safe enum.
 *
 * <p>Code compares them by {@code ==}, so the copy of a constant is the constant itself.
 *
 * <p><b>Threads.</b> Immutable. Creating this initialises no class. Reading names or values initialises the classes
 * that declare the constants.
 */
public final class Constants {

    /** Scala's, which some versions do not declare final. */
    private static final String MODULE = "MODULE$";

    private static final ClassValue<Constants> KNOWN = new ClassValue<>() {
        @Override
        protected Constants computeValue(Class<?> type) {
            return new Constants(type);
        }
    };

    private final Class<?> type;

    /** By name; if two have the same name, that of the supertype gets a {@code ^} at its end. */
    private final Map<String, Field> fields = new TreeMap<>();

    private Constants(Class<?> type) {
        this.type = type;
        if (!type.isEnum() && !type.isArray() && !type.isPrimitive()) {
            addAll(type);
        }
    }

    public static Constants of(Class<?> type) {
        return KNOWN.get(type);
    }

    private void addAll(@Nullable Class<?> owner) {
        if (owner == null || PlatformTypes.contains(owner)) {
            return;
        }
        fieldsOf(owner).filter(this::isConstant).forEach(this::add);
        addAll(owner.getSuperclass());
        Stream.of(owner.getInterfaces()).forEach(this::addAll);
    }

    private static Stream<Field> fieldsOf(Class<?> owner) {
        try {
            return Stream.of(owner.getDeclaredFields());
        } catch (LinkageError e) { // names a class that is missing
            return Stream.of();
        }
    }

    private boolean isConstant(Field field) {
        int modifiers = field.getModifiers();
        Class<?> held = field.getType();
        return Modifier.isStatic(modifiers)
                && (Modifier.isFinal(modifiers) || field.getName().equals(MODULE))
                && !field.isSynthetic()
                && !PlatformTypes.contains(held)
                && (held.isAssignableFrom(type) || type.isAssignableFrom(held))
                && ClosedModules.reach(field);
    }

    private void add(Field field) {
        String name = field.getName();
        if (fields.containsValue(field)) { // an interface that is inherited twice
            return;
        }
        while (fields.containsKey(name)) {
            name += "^";
        }
        fields.put(name, field);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** In alphabetical order. */
    public Collection<String> names() {
        return fields.keySet();
    }

    /** The name of the constant {@code value}; null if it is not one. */
    public @Nullable String nameOf(Object value) {
        for (Map.Entry<String, Field> entry : fields.entrySet()) {
            if (held(entry.getValue()) == value) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** The constant of that name; null if there is none, or it is not of the type. */
    public @Nullable Object named(String name) {
        Field field = fields.get(name);
        Object value = field == null ? null : held(field);
        return type.isInstance(value) ? value : null;
    }

    private static @Nullable Object held(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException | LinkageError e) { // also where the class cannot be initialised
            return null;
        }
    }
}
