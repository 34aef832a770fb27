package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.type.EnumState;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.type.PlatformTypes;
import dev.larder.agent.core.type.TypeBindings;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a field has to do with a default key, by its declared type.
 *
 * <p><b>Rule.</b> An object that consists of data alone is data, and what a method reads of it belongs into the key. An object
 * that holds anything else, however deep, is a collaborator: an interface or an abstract class, behind which there may be
 * anything, or a service of the JDK, such as a clock, a lock or a data source.
 *
 * <p>Nothing here initialises a class or looks at a value.
 */
enum FieldKind {

    /** It goes into the key. */
    PLAIN,

    /** Its value says whether it can. */
    OPEN,

    /** An object of the application's, in whose fields there are plain ones and further such objects alone. */
    DATA,

    /** Data that no key can have: a container of what is not plain, or an object that has one. */
    HELD,

    /** A collaborator, or a container of collaborators. */
    OTHER;

    /** An object that holds an object, and so on: no path of a key goes deeper. */
    private static final int MAX_DEPTH = 4;

    /** Of a field that is declared as {@code type}. */
    static FieldKind of(Type type) {
        try {
            return of(type, new HashSet<>());
        } catch (LinkageError | RuntimeException e) { // a class that a declaration mentions is missing
            return OTHER;
        }
    }

    private static FieldKind of(Type type, Set<Class<?>> around) {
        if (isPlain(type, new HashSet<>())) {
            return PLAIN;
        }
        Class<?> raw = Erasure.of(type);
        if (isOpen(raw) && !(type instanceof GenericArrayType)) {
            return OPEN;
        }
        if (raw.isArray() || KnownTypes.isContainer(raw)) {
            return ofContainer(itemOf(type, raw), around);
        }
        if (KnownTypes.isStateful(raw) || raw.isEnum()) {
            return HELD;
        }
        return isOfApplication(raw) ? ofObject(type, raw, around) : OTHER;
    }

    private static boolean isOpen(Class<?> raw) {
        boolean saysLittle = raw == Object.class || raw == Number.class || raw == CharSequence.class;
        return saysLittle || raw == Comparable.class || raw == Serializable.class;
    }

    /** Null where nothing is declared of what it contains. */
    private static @Nullable Type itemOf(Type type, Class<?> raw) {
        if (type instanceof GenericArrayType array) {
            return array.getGenericComponentType();
        }
        if (raw.isArray()) {
            return raw.getComponentType();
        }
        Type[] arguments = type instanceof ParameterizedType group ? group.getActualTypeArguments() : new Type[0];
        return arguments.length == 0 ? null : arguments[arguments.length - 1];
    }

    private static FieldKind ofContainer(@Nullable Type item, Set<Class<?>> around) {
        return item != null && of(item, around) == OTHER ? OTHER : HELD;
    }

    /** Whether it is a class of which there may be objects, and none of the JDK's. */
    static boolean isOfApplication(Class<?> raw) {
        return !raw.isInterface() && !Modifier.isAbstract(raw.getModifiers()) && !PlatformTypes.hasJavaName(raw);
    }

    /**
     * By its fields; the cheap ones are asked first. A class around itself, or around another one of its kind with other type
     * arguments, says nothing new, but has no end as data.
     */
    private static FieldKind ofObject(Type type, Class<?> raw, Set<Class<?>> around) {
        if (around.size() == MAX_DEPTH || !around.add(raw)) {
            return HELD;
        }
        FieldKind kind = DATA;
        for (Field field : dataFieldsOf(raw)) {
            FieldKind part = ofPart(TypeBindings.boundBy(type, field.getGenericType()), field, around);
            if (part == OTHER || part == OPEN) {
                kind = OTHER;
                break;
            }
            kind = part == HELD ? HELD : kind;
        }
        around.remove(raw);
        return kind;
    }

    /** A variable of which nothing is known stands for data as well as for anything else. */
    private static FieldKind ofPart(Type type, Field field, Set<Class<?>> around) {
        FieldKind kind = of(type, around);
        boolean isVariable = field.getGenericType() instanceof TypeVariable;
        return kind == OPEN && isVariable ? HELD : kind;
    }

    /**
     * The instance fields of a class of the application's but for its logger, inherited ones included; those of interfaces come
     * first.
     */
    static List<Field> dataFieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !KnownTypes.isLogger(field.getType())) {
                    fields.add(field.getType().isInterface() ? 0 : fields.size(), field);
                }
            }
        }
        return fields;
    }

    private static boolean isPlain(Type type, Set<Class<?>> records) {
        if (type instanceof WildcardType wildcard) {
            return isPlain(wildcard.getUpperBounds()[0], records);
        }
        if (type instanceof GenericArrayType array) {
            return isPlain(array.getGenericComponentType(), records);
        }
        if (type instanceof TypeVariable<?>) {
            return false;
        }
        Class<?> raw = Erasure.of(type);
        if (raw.isArray()) {
            return isPlain(raw.getComponentType(), records);
        }
        if (raw.isRecord()) {
            return !records.add(raw) || hasPlainComponents(raw, records);
        }
        if (raw.isEnum()) {
            return !EnumState.mayChange(raw);
        }
        return FieldText.isPlain(raw) || (type instanceof ParameterizedType group && isPlainGroup(raw, group, records));
    }

    private static boolean isPlainGroup(Class<?> raw, ParameterizedType group, Set<Class<?>> records) {
        boolean isGroup =
                Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw) || raw == Optional.class;
        if (!isGroup || !PlatformTypes.hasJavaName(raw)) {
            return false;
        }
        for (Type argument : group.getActualTypeArguments()) {
            if (!isPlain(argument, records)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPlainComponents(Class<?> raw, Set<Class<?>> records) {
        for (RecordComponent component : raw.getRecordComponents()) {
            if (!isPlain(component.getGenericType(), records)) {
                return false;
            }
        }
        return true;
    }
}
