package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    /**
     * Maps and lists of libraries that have an answer for what is not among their elements. Only some of them can be asked for
     * that: others add what they are asked for.
     */
    private static final Set<String> FINDING_MORE = Set.of(
            "groovy.lang.MapWithDefault",
            "kotlin.collections.MapWithDefaultImpl",
            "kotlin.collections.MutableMapWithDefaultImpl",
            "org.apache.commons.collections.list.LazyList",
            "org.apache.commons.collections.map.CaseInsensitiveMap",
            "org.apache.commons.collections.map.DefaultedMap",
            "org.apache.commons.collections.map.LazyMap",
            "org.apache.commons.collections4.list.LazyList",
            "org.apache.commons.collections4.map.CaseInsensitiveMap",
            "org.apache.commons.collections4.map.DefaultedMap",
            "org.apache.commons.collections4.map.LazyMap",
            "org.springframework.util.AutoPopulatingList",
            "org.springframework.util.LinkedCaseInsensitiveMap");

    /** A map that ignores the case of its keys does so for each: to ask for a few is enough. */
    private static final int MOST_ASKED = 8;

    private OwnState() {}

    /** Whether all collections and maps of the class do. */
    static boolean isHeldBy(Class<?> type) {
        boolean isOfIdentities =
                IdentityHashMap.class.isAssignableFrom(type) || isPartOfIdentityMap(type) || type == SET_FROM_MAP;
        return isOfIdentities || findsMore(type) || addsFields(type);
    }

    /** Whether the class, or one that it extends, is known to find more than its elements. */
    static boolean findsMore(Class<?> type) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            if (FINDING_MORE.contains(owner.getName())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Asks a map, a set or another collection without a comparator whether it finds a text in the other case, which is not among its
     * keys: itself, or what is behind it. Those of the JDK that have their elements themselves need not be asked.
     *
     * @throws UnsupportedKeyException if it does
     */
    static void checkFindsNoMore(Object group, Collection<?> keys, Predicate<Object> finder, String place) {
        if (isPlain(group.getClass()) || OwnOrder.comparatorOf(keys) != null) {
            return;
        }
        int asked = 0;
        for (Object key : keys) {
            String other = otherCaseOf(key);
            if (other != null) {
                if (finder.test(other) && !isAmong(keys, other)) {
                    throw findingMore(group, place);
                }
                asked++;
            }
            if (asked == MOST_ASKED) {
                return;
            }
        }
    }

    private static boolean isPlain(Class<?> type) {
        String place = type.getPackageName();
        boolean isCollections = place.equals("java.util") || place.equals("java.util.concurrent");
        boolean isOwner = type.getDeclaringClass() == null && Modifier.isPublic(type.getModifiers());
        return isCollections && (isOwner || type.getName().startsWith("java.util.ImmutableCollections$"));
    }

    private static @Nullable String otherCaseOf(@Nullable Object key) {
        if (!(key instanceof String text)) {
            return null;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        String other = upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
        return other.equals(text) ? null : other;
    }

    /** By its iterator, as it may find what it does not list. */
    private static boolean isAmong(Collection<?> keys, String other) {
        for (Object key : keys) {
            if (other.equals(key)) {
                return true;
            }
        }
        return false;
    }

    static UnsupportedKeyException findingMore(Object group, String place) {
        return new UnsupportedKeyException(
                "a value of " + group.getClass().getName() + " in " + place + ", which finds more than its "
                        + (group instanceof Map ? "keys" : "elements") + ", cannot be part of a key",
                "Pass a copy that finds only these, such as a new LinkedHashMap or LinkedHashSet of it.");
    }

    private static boolean isPartOfIdentityMap(Class<?> type) {
        return type.getName().startsWith(IdentityHashMap.class.getName() + "$");
    }

    /** Whether there is an {@code IdentityHashMap} behind a wrapper of the JDK's, whose spliterator is that map's own. */
    static boolean isByIdentity(@Nullable ValueForm form, Object value) {
        if (form == null || form == CollectionForm.LIST || !PlatformTypes.hasJavaName(value.getClass())) {
            return false;
        }
        Collection<?> elements = value instanceof Map<?, ?> map
                ? map.keySet()
                : value instanceof Collection<?> collection ? collection : null;
        return elements != null && isPartOfIdentityMap(elements.spliterator().getClass());
    }

    /**
     * What an application's class adds to a collection of the JDK that works without it. Over a skeleton of the JDK, or from the
     * ground up, a class keeps its elements in fields, too: it counts by the contract, unless it shows something
     * {@linkplain BesideElements beside its elements}.
     */
    private static boolean addsFields(Class<?> type) {
        return addedTo(type) != null || BesideElements.nameIn(type) != null;
    }

    /** The name of a field that is no element of a collection or map of the class; null if there is none. */
    static @Nullable String nameIn(Class<?> type) {
        boolean isGroup = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        String added = isGroup ? addedTo(type) : null;
        return added == null ? BesideElements.nameIn(type) : added;
    }

    private static @Nullable String addedTo(Class<?> type) {
        String added = null;
        Class<?> owner = type;
        while (owner != null && !PlatformTypes.hasJavaName(owner)) {
            String own = fieldOf(owner);
            added = own == null ? added : own;
            owner = owner.getSuperclass();
        }
        boolean isOverJdk = owner != null && owner != Object.class && !Modifier.isAbstract(owner.getModifiers());
        return isOverJdk ? added : null;
    }

    /** No code reads what a compiler adds to a class without methods, as around {@code new ArrayList<>() {{ add(1); }}}. */
    private static @Nullable String fieldOf(Class<?> owner) {
        boolean hasMethods = false;
        for (Method method : owner.getDeclaredMethods()) {
            hasMethods |= !method.isSynthetic();
        }
        for (Field field : owner.getDeclaredFields()) {
            boolean counts = hasMethods || !field.isSynthetic();
            if (counts && !Modifier.isStatic(field.getModifiers())) {
                return field.getName();
            }
        }
        return null;
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
