package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.PlatformTypes;
import dev.larder.agent.core.type.PropertyMembers;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which collections and maps have more to them than the elements that they show, so that two of the same elements may answer
 * differently: a method that is handed one may return something else than for another.
 *
 * <p>Such a value cannot be part of a key. Otherwise collections count by their contract, whatever their class.
 */
final class OwnState {

    /** It may be a set of objects by their identity as well as any other. */
    private static final Class<?> SET_FROM_MAP =
            Collections.newSetFromMap(new WeakHashMap<>()).getClass();

    private OwnState() {}

    /** Whether all collections and maps of the class do. */
    static boolean isHeldBy(Class<?> type) {
        boolean isByIdentity = IdentityHashMap.class.isAssignableFrom(type)
                || type.getName().startsWith(IdentityHashMap.class.getName() + "$")
                || type == SET_FROM_MAP;
        return isByIdentity || addsFields(type);
    }

    /** Names of methods by which collections and maps show their elements. */
    private static final Set<String> CONTRACT = Stream.of(
                    List.class, Deque.class, NavigableSet.class, NavigableMap.class)
            .flatMap(type -> Stream.concat(Stream.of(type.getMethods()), Stream.of(Object.class.getMethods())))
            .map(Method::getName)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * What an application's class adds to a collection of the JDK that works without it. A class that implements a contract from
     * the ground up keeps its elements in fields, too, and counts by the contract; over a skeleton of the JDK, unless it shows a
     * value beside its elements.
     */
    private static boolean addsFields(Class<?> type) {
        boolean hasFields = false;
        Class<?> owner = type;
        while (owner != null && !PlatformTypes.hasJavaName(owner)) {
            hasFields |= declaresFields(owner);
            owner = owner.getSuperclass();
        }
        boolean isOverJdk = hasFields && owner != null && owner != Object.class;
        return isOverJdk && (!Modifier.isAbstract(owner.getModifiers()) || showsValue(type));
    }

    /** Fields of such types hold no elements, and no bounds of a view as long as nobody can ask for them. */
    private static boolean showsValue(Class<?> type) {
        for (Class<?> owner = type; owner != null && !PlatformTypes.hasJavaName(owner); owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                boolean isValue = LeafForm.find(field.getType()) != null
                        || field.getType().isEnum();
                boolean isOfObject = !Modifier.isStatic(field.getModifiers()) && !CONTRACT.contains(field.getName());
                if (isValue && isOfObject && isShown(field, type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isShown(Field field, Class<?> type) {
        if ((field.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0) {
            return true;
        }
        return new PropertyMembers(type, false).find(field.getName()) instanceof Method accessor
                && accessor.getReturnType() == field.getType()
                && !CONTRACT.contains(accessor.getName());
    }

    /** What a compiler adds to a class without methods, as around {@code new ArrayList<>() {{ add(1); }}}, nobody reads. */
    private static boolean declaresFields(Class<?> owner) {
        boolean hasMethods = false;
        for (Method method : owner.getDeclaredMethods()) {
            hasMethods |= !method.isSynthetic();
        }
        for (Field field : owner.getDeclaredFields()) {
            boolean counts = hasMethods || !field.isSynthetic();
            if (counts && !Modifier.isStatic(field.getModifiers())) {
                return true;
            }
        }
        return false;
    }

    /** Whether properties have defaults behind them that their entries do not show. */
    static boolean hasDefaults(Properties properties) {
        Enumeration<?> names = properties.propertyNames();
        while (names.hasMoreElements()) {
            if (!properties.containsKey(names.nextElement())) {
                return true;
            }
        }
        return false;
    }
}
