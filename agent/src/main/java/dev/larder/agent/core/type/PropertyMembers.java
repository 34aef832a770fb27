package dev.larder.agent.core.type;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a class that can be named as properties.
 *
 * <p><b>Shape.</b> For {@code x} the first that exists of: the field of the record component {@code x}; the getter
 * {@code getX()}; {@code isX()} if it returns a boolean; the field {@code x}; the method {@code x()}. Static members do
 * not count. Other fields must be public, and methods not private, except on the woven class, which may name all
 * members that it has or inherits. A component's accessor is not called, since it may hide a part of the component.
 * Members of {@link Object}, such as {@code hashCode}, are not properties.
 *
 * <p><b>Failure.</b> {@link LinkageError} when the class's members name classes that are missing.
 */
public final class PropertyMembers {

    private static final Set<String> NOBODYS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final Class<?> owner;
    private final boolean isOwn;

    /** @param isOwn whether the owner is the woven class, whose private members count as well */
    public PropertyMembers(Class<?> owner, boolean isOwn) {
        this.owner = owner;
        this.isOwn = isOwn;
    }

    /** The member with the name; null if there is none. */
    public @Nullable Member find(String name) {
        String capitalized = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Member found = component(name);
        if (found == null) {
            found = method("get" + capitalized);
        }
        if (found == null) {
            found = booleanMethod("is" + capitalized);
        }
        if (found == null) {
            found = field(name);
        }
        return found == null ? method(name) : found;
    }

    /** The names of all properties, as written in templates. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Method method : owner.getMethods()) {
            addName(method, names);
        }
        for (Field field : owner.getFields()) {
            addName(field, names);
        }
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                addName(method, names);
            }
            for (Field field : type.getDeclaredFields()) {
                addName(field, names);
            }
        }
        return names;
    }

    private void addName(Method method, Set<String> names) {
        if (method.getParameterCount() == 0 && !method.isSynthetic() && isProperty(method)) {
            String name = method.getName();
            int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
            boolean isGetter = prefix > 0 && name.length() > prefix && Character.isUpperCase(name.charAt(prefix));
            names.add(isGetter ? Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1) : name);
        }
    }

    private void addName(Field field, Set<String> names) {
        if (!field.isSynthetic() && isProperty(field)) {
            names.add(field.getName());
        }
    }

    private @Nullable Member component(String name) {
        if (owner.isRecord()) {
            for (RecordComponent component : owner.getRecordComponents()) {
                if (component.getName().equals(name)) {
                    return RecordFields.of(component);
                }
            }
        }
        return null;
    }

    private @Nullable Method booleanMethod(String name) {
        Method method = method(name);
        boolean isBoolean =
                method != null && (method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class);
        return isBoolean ? method : null;
    }

    /** Public methods first: they may come from an interface. */
    private @Nullable Method method(String name) {
        try {
            Method method = owner.getMethod(name);
            return isProperty(method) ? method : null;
        } catch (NoSuchMethodException e) {
            return hiddenMethod(name);
        }
    }

    private @Nullable Method hiddenMethod(String name) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            try {
                Method method = type.getDeclaredMethod(name);
                if (isProperty(method)) {
                    return method;
                }
            } catch (NoSuchMethodException e) {
                // The superclass may have it.
            }
        }
        return null;
    }

    private @Nullable Field field(String name) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                if (isProperty(field)) {
                    return field;
                }
            } catch (NoSuchFieldException e) {
                // The superclass may have it.
            }
        }
        return null;
    }

    private boolean isProperty(Method method) {
        int modifiers = method.getModifiers();
        return !Modifier.isStatic(modifiers)
                && (isOwn || !Modifier.isPrivate(modifiers))
                && method.getReturnType() != void.class
                && !NOBODYS.contains(method.getName());
    }

    private boolean isProperty(Field field) {
        int modifiers = field.getModifiers();
        boolean isHidden = !isOwn || PlatformTypes.hasJavaName(field.getDeclaringClass()); // such as Enum's name
        return !Modifier.isStatic(modifiers) && (!isHidden || Modifier.isPublic(modifiers));
    }
}
