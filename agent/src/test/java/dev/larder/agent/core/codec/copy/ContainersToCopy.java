package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.box;

import dev.larder.agent.core.codec.copy.CopySamples.Box;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** One collection, map, view or entry of each kind that is copied. */
final class ContainersToCopy {

    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        String title = "names";
    }

    static final class Registry extends HashMap<String, Box> {
        private static final long serialVersionUID = 1L;
    }

    static final class Recent extends LinkedHashMap<String, Box> {
        private static final long serialVersionUID = 1L;
    }

    private ContainersToCopy() {}

    static Stream<Arguments> containers() {
        return Stream.of(
                        new ArrayList<>(List.of(box(1), "a", box(2))),
                        new ArrayList<>(),
                        new ArrayList<>(Arrays.asList(null, 1, null)),
                        new ArrayList<>(List.of(box(1), box(2), box(3))).subList(1, 3),
                        new LinkedList<>(List.of(box(1), "a")),
                        linkedSubList(),
                        new Vector<>(List.of(box(1))),
                        Arrays.asList(box(1), box(2)),
                        List.of(box(1)),
                        List.of(box(1), box(2), box(3)),
                        List.of(box(1), box(2), box(3)).subList(0, 2),
                        Stream.of(box(1), null, box(2)).toList(),
                        Collections.singletonList(box(1)),
                        Collections.nCopies(3, box(1)),
                        Collections.unmodifiableList(new ArrayList<>(List.of(box(1)))),
                        Collections.unmodifiableCollection(new HashSet<>(List.of("a", "b"))),
                        Collections.synchronizedList(new ArrayList<>(List.of(box(1)))),
                        Collections.synchronizedMap(new HashMap<>(Map.of("a", box(1)))),
                        Collections.checkedList(new ArrayList<>(List.of(box(1))), Box.class),
                        new CopyOnWriteArrayList<>(List.of(box(1), "a")),
                        new CopyOnWriteArraySet<>(List.of("a", "b")),
                        new ArrayDeque<>(List.of(box(1), box(2))),
                        new PriorityQueue<>(List.of(3, 1, 2)),
                        new ConcurrentLinkedQueue<>(List.of(box(1), "a")),
                        new ConcurrentLinkedDeque<>(List.of(box(1), "a")),
                        new HashSet<>(List.of("a", "b", "c")),
                        new LinkedHashSet<>(List.of("c", "a", "b")),
                        new TreeSet<>(List.of("c", "a")),
                        reversed(),
                        new ConcurrentSkipListSet<>(List.of(2, 1)),
                        EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS),
                        Set.of("a", "b", "c"),
                        setFromMap(),
                        ConcurrentHashMap.newKeySet(),
                        hashMap(1_000),
                        grown(),
                        hashMap(5).keySet(),
                        hashMap(5).values(),
                        hashMap(5).entrySet(),
                        new LinkedHashMap<>(Map.of("a", box(1))),
                        new LinkedHashMap<>(Map.of("a", 1)).values(),
                        new TreeMap<>(Map.of("a", box(1), "b", box(2))),
                        tree().subMap("b", true, "d", false),
                        tree().descendingMap(),
                        tree().navigableKeySet(),
                        new TreeMap<>(Map.of("a", 1)),
                        new ConcurrentHashMap<>(Map.of("a", box(1), "b", box(2))),
                        new ConcurrentHashMap<>(Map.of("a", 1)),
                        new ConcurrentSkipListMap<>(Map.of("b", box(1), "a", box(2))),
                        new Hashtable<>(Map.of("a", box(1))),
                        new EnumMap<>(Map.of(TimeUnit.DAYS, box(1))),
                        new IdentityHashMap<>(Map.of("a", box(1))),
                        Map.of("a", box(1), "b", box(2), "c", box(3)),
                        Map.of("a", box(1)),
                        Map.entry("a", box(1)),
                        new AbstractMap.SimpleEntry<>("a", box(1)),
                        Collections.unmodifiableMap(hashMap(3)),
                        Collections.singletonMap("a", box(1)),
                        properties(),
                        new Names(),
                        names(),
                        registry(),
                        recent())
                .map(value -> Arguments.of(value.getClass().getSimpleName(), value));
    }

    private static List<Object> linkedSubList() {
        LinkedList<Object> all = new LinkedList<>(List.of(box(1), box(2), box(3), box(4)));
        all.removeLast();
        return all.subList(1, 3);
    }

    static Map<String, Object> hashMap(int size) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put("key" + i, box(i));
        }
        return map;
    }

    /** It had many keys once, so it has another order than one that never had. */
    private static Map<String, Object> grown() {
        Map<String, Object> map = hashMap(1_000);
        map.keySet().removeIf(key -> key.length() > 4);
        return map;
    }

    private static Set<String> setFromMap() {
        Set<String> set = Collections.newSetFromMap(new ConcurrentHashMap<>());
        set.add("a");
        return set;
    }

    private static Set<String> reversed() {
        Set<String> set = new TreeSet<>(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
        set.addAll(List.of("a", "bb", "c"));
        return set;
    }

    private static NavigableMap<String, Object> tree() {
        return new TreeMap<>(Map.of("a", box(1), "b", box(2), "c", box(3), "d", box(4)));
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("a", "b");
        return properties;
    }

    private static Names names() {
        Names names = new Names();
        names.addAll(List.of("a", "b"));
        return names;
    }

    private static Registry registry() {
        Registry registry = new Registry();
        registry.put("a", box(1));
        return registry;
    }

    private static Recent recent() {
        Recent recent = new Recent();
        for (int i = 0; i < 500; i++) {
            recent.put("k" + i, box(i));
        }
        return recent;
    }
}
