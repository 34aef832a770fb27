package dev.larder.agent.apps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Collections and maps of the JDK, for generated sources to call. */
@SuppressWarnings("varargs") // nothing is written into the arrays
public final class Make {

    private Make() {}

    @SafeVarargs
    public static <T> ArrayList<T> arrayList(T... elements) {
        return new ArrayList<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T> List<T> linkedList(T... elements) {
        return new LinkedList<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T> List<T> vector(T... elements) {
        return new Vector<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T> List<T> asList(T... elements) {
        return Arrays.asList(elements.clone());
    }

    @SafeVarargs
    public static <T> List<T> copyOnWriteList(T... elements) {
        return new CopyOnWriteArrayList<>(elements);
    }

    @SafeVarargs
    public static <T> List<T> unmodifiableList(T... elements) {
        return Collections.unmodifiableList(arrayList(elements));
    }

    @SafeVarargs
    public static <T> List<T> synchronizedList(T... elements) {
        return Collections.synchronizedList(arrayList(elements));
    }

    @SafeVarargs
    public static <T> List<T> streamToList(T... elements) {
        return Stream.of(elements).toList();
    }

    @SafeVarargs
    public static <T> Collection<T> unmodifiableCollection(T... elements) {
        return Collections.unmodifiableCollection(arrayList(elements));
    }

    @SafeVarargs
    public static <T> ArrayDeque<T> arrayDeque(T... elements) {
        return new ArrayDeque<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T> ConcurrentLinkedQueue<T> concurrentQueue(T... elements) {
        return new ConcurrentLinkedQueue<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T> HashSet<T> hashSet(T... elements) {
        return new HashSet<>(Arrays.asList(elements));
    }

    /** With more buckets than it needs, so in another order. */
    @SafeVarargs
    public static <T> HashSet<T> wideHashSet(T... elements) {
        HashSet<T> made = new HashSet<>(64);
        made.addAll(Arrays.asList(elements));
        return made;
    }

    @SafeVarargs
    public static <T> LinkedHashSet<T> linkedHashSet(T... elements) {
        return new LinkedHashSet<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T> Set<T> concurrentSet(T... elements) {
        Set<T> made = ConcurrentHashMap.newKeySet();
        made.addAll(Arrays.asList(elements));
        return made;
    }

    @SafeVarargs
    public static <T> Set<T> unmodifiableSet(T... elements) {
        return Collections.unmodifiableSet(linkedHashSet(elements));
    }

    @SafeVarargs
    public static <T> Set<T> synchronizedSet(T... elements) {
        return Collections.synchronizedSet(linkedHashSet(elements));
    }

    @SafeVarargs
    public static <T extends Comparable<? super T>> TreeSet<T> treeSet(T... elements) {
        return new TreeSet<>(Arrays.asList(elements));
    }

    @SafeVarargs
    public static <T extends Comparable<? super T>> TreeSet<T> reverseTreeSet(T... elements) {
        TreeSet<T> made = new TreeSet<>(Collections.reverseOrder());
        made.addAll(Arrays.asList(elements));
        return made;
    }

    public static <K, V> LinkedHashMap<K, V> linkedHashMap(Object... keysAndValues) {
        return filled(new LinkedHashMap<>(), keysAndValues);
    }

    public static <K, V> HashMap<K, V> hashMap(Object... keysAndValues) {
        return filled(new HashMap<>(), keysAndValues);
    }

    public static <K, V> TreeMap<K, V> treeMap(Object... keysAndValues) {
        return filled(new TreeMap<>(), keysAndValues);
    }

    public static <K, V> Map<K, V> concurrentMap(Object... keysAndValues) {
        return filled(new ConcurrentHashMap<>(), keysAndValues);
    }

    public static <K, V> Map<K, V> skipListMap(Object... keysAndValues) {
        return filled(new ConcurrentSkipListMap<>(), keysAndValues);
    }

    public static <K, V> Map<K, V> mapOf(Object... keysAndValues) {
        return Map.copyOf(Make.<K, V>hashMap(keysAndValues));
    }

    public static <K, V> Map<K, V> unmodifiableMap(Object... keysAndValues) {
        return Collections.unmodifiableMap(Make.<K, V>linkedHashMap(keysAndValues));
    }

    public static <K, V> Map<K, V> synchronizedMap(Object... keysAndValues) {
        return Collections.synchronizedMap(Make.<K, V>linkedHashMap(keysAndValues));
    }

    public static <K extends Enum<K>, V> Map<K, V> enumMap(Class<K> type, Object... keysAndValues) {
        return filled(new EnumMap<>(type), keysAndValues);
    }

    @SuppressWarnings("unchecked") // the generator writes values of these types
    private static <K, V, M extends Map<K, V>> M filled(M map, Object... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((K) keysAndValues[i], (V) keysAndValues[i + 1]);
        }
        return map;
    }
}
