package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.Fixtures.Color;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectionKindsTest {

    static Stream<Collection<String>> h97_collections() {
        List<String> some = List.of("b", "a", "c");
        return Stream.<Collection<String>>of(
                new ArrayList<>(some),
                new LinkedList<>(some),
                Arrays.asList("b", null),
                List.of(),
                List.of("b"),
                List.of("b", "a"),
                some,
                Stream.<String>empty().toList(),
                Stream.of("b").toList(),
                Stream.of("b", "a").toList(),
                Stream.of("b", null, "c").toList(),
                some.stream().collect(Collectors.toList()),
                Collections.emptyList(),
                Collections.singletonList(null),
                Collections.unmodifiableList(new ArrayList<>(some)),
                Collections.unmodifiableList(new LinkedList<>(some)),
                Collections.unmodifiableCollection(new TreeSet<>(some)),
                new Vector<>(some),
                new CopyOnWriteArrayList<>(some),
                new ArrayDeque<>(some),
                new HashSet<>(some),
                new HashSet<>(Collections.singleton(null)),
                new LinkedHashSet<>(some),
                new TreeSet<>(some),
                Set.of(),
                Set.of("b"),
                Set.of("b", "a"),
                Set.of("b", "a", "c"),
                Collections.emptySet(),
                Collections.singleton("b"),
                Collections.unmodifiableSet(new LinkedHashSet<>(some)),
                new CopyOnWriteArraySet<>(some));
    }

    @ParameterizedTest
    @MethodSource
    void h97_collections(Collection<String> value) {
        Collection<String> copy = RoundTrip.of(new TypeRef<Collection<String>>() {}, value);

        assertThat(copy.toArray()).containsExactlyInAnyOrder(value.toArray());
        if (!(value instanceof HashSet) || value instanceof LinkedHashSet) {
            assertThat(isImmutableSet(value) || Arrays.equals(copy.toArray(), value.toArray()))
                    .isTrue();
        }
        assertThat(canAdd(copy)).as("add works if it did on the miss").isEqualTo(canAdd(value));
    }

    private static boolean isImmutableSet(Collection<?> value) {
        return value.getClass().getName().startsWith("java.util.ImmutableCollections$Set");
    }

    private static boolean canAdd(Collection<String> collection) {
        try {
            return collection.add("z") || true;
        } catch (UnsupportedOperationException immutable) {
            return false;
        }
    }

    @Test
    void h97_listThatMayBeAskedForNull_mayBeAskedAgain() {
        assertThat(RoundTrip.of(
                                new TypeRef<List<String>>() {},
                                Stream.of("a", "b", "c").toList())
                        .contains(null))
                .isFalse();
        List<String> strict = RoundTrip.of(new TypeRef<List<String>>() {}, List.of("a", "b", "c"));
        assertThatThrownBy(() -> strict.contains(null)).isInstanceOf(NullPointerException.class);
    }

    static Stream<Map<String, Integer>> h97_maps() {
        Map<String, Integer> some = new LinkedHashMap<>();
        some.put("b", 1);
        some.put("a", 2);
        some.put("c", 3);
        return Stream.<Map<String, Integer>>of(
                new HashMap<>(some),
                new HashMap<>(Collections.singletonMap(null, null)),
                new LinkedHashMap<>(some),
                new TreeMap<>(some),
                new ConcurrentHashMap<>(some),
                new ConcurrentSkipListMap<>(some),
                new Hashtable<>(some),
                Map.of(),
                Map.of("b", 1),
                Map.of("b", 1, "a", 2),
                Collections.emptyMap(),
                Collections.singletonMap("b", null),
                Collections.unmodifiableMap(new TreeMap<>(some)));
    }

    @ParameterizedTest
    @MethodSource
    void h97_maps(Map<String, Integer> value) {
        Map<String, Integer> copy = RoundTrip.of(new TypeRef<Map<String, Integer>>() {}, value);

        assertThat(copy).isEqualTo(value);
        if (!value.getClass().getName().startsWith("java.util.ImmutableCollections")) {
            assertThat(new ArrayList<>(copy.keySet())).isEqualTo(new ArrayList<>(value.keySet()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 13, 64, 90})
    void h97_hashTables_keepTheirOrderWhateverTheirCapacity(int capacity) {
        for (int size = 0; size < 40; size++) {
            Map<String, Integer> map = new HashMap<>(capacity);
            Set<Object> set = new HashSet<>(capacity);
            for (int i = 0; i < size; i++) {
                map.put("key " + i * 7919, i);
                set.add((long) i * 7919);
                set.add("key " + i * 7919);
            }
            assertThat(RoundTrip.of(new TypeRef<Map<String, Integer>>() {}, map).keySet())
                    .containsExactlyElementsOf(map.keySet());
            assertThat(RoundTrip.of(new TypeRef<Set<Object>>() {}, set)).containsExactlyElementsOf(set);
        }
    }

    @Test
    void h97_hashTableThatShrank_keepsItsOrder() {
        Map<Integer, String> map = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            map.put(i * 31, "x");
        }
        map.keySet().removeIf(key -> key % 9 != 0);

        assertThat(RoundTrip.of(new TypeRef<Map<Integer, String>>() {}, map).keySet())
                .containsExactlyElementsOf(map.keySet());
    }

    @Test
    void h97_enumCollections_comeBackEvenWhenEmpty() {
        Map<Color, String> map = new EnumMap<>(Color.class);
        assertThat(RoundTrip.of(new TypeRef<Map<Color, String>>() {}, map)).isEmpty();
        map.put(Color.GREEN, null);
        assertThat(RoundTrip.of(new TypeRef<Map<Color, String>>() {}, map)).isEqualTo(map);
        Set<Color> set = RoundTrip.of(new TypeRef<Set<Color>>() {}, EnumSet.noneOf(Color.class));
        assertThat(set.add(Color.BLUE)).isTrue();
    }

    @Test
    void h97_keysOfAnyKind_comeBack() {
        record Key(int x, List<String> path) {}
        Map<Key, Map<Integer, Long>> value = new HashMap<>();
        value.put(new Key(1, List.of("a")), Map.of(1, 1L));
        value.put(null, new TreeMap<>());

        assertThat(RoundTrip.of(new TypeRef<Map<Key, Map<Integer, Long>>>() {}, value))
                .isEqualTo(value);
    }

    @Test
    void h97_hashSetOfObjectsWithoutEquals_comesBack() {
        Set<Object[]> value = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            value.add(new Object[] {i});
        }

        Set<Object[]> copy = RoundTrip.of(new TypeRef<Set<Object[]>>() {}, value);

        assertThat(copy.stream().map(it -> it[0]).collect(Collectors.toSet()))
                .isEqualTo(value.stream().map(it -> it[0]).collect(Collectors.toSet()));
    }

    @Test
    void h97_whatIsOutsideTheTable_isRefused() {
        refuse(new TypeRef<SortedSet<String>>() {}, new TreeSet<>(Comparator.comparing(String::length)));
        refuse(new TypeRef<Map<String, String>>() {}, new TreeMap<>(Comparator.comparing(String::length)));
        refuse(new TypeRef<List<String>>() {}, Collections.checkedList(new ArrayList<>(), String.class));
        refuse(new TypeRef<Map<String, String>>() {}, new java.util.IdentityHashMap<>());
        refuse(new TypeRef<Map<String, String>>() {}, new java.util.WeakHashMap<>());
        refuse(new TypeRef<List<String>>() {}, new ArrayList<String>() {});
        refuse(new TypeRef<Map.Entry<String, String>>() {}, new AbstractMap.SimpleEntry<>("a", "b") {});
        NavigableMap<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        refuse(new TypeRef<Map<String, String>>() {}, Collections.unmodifiableMap(ignoringCase));
        refuse(new TypeRef<Map<String, String>>() {}, Collections.synchronizedMap(ignoringCase));
        refuse(new TypeRef<Set<String>>() {}, Collections.unmodifiableSet(ignoringCase.navigableKeySet()));
        refuse(new TypeRef<List<String>>() {}, Collections.unmodifiableList(new ArrayList<>() {}));
        refuse(new TypeRef<List<String>>() {}, Collections.synchronizedList(new LinkedList<>() {}));
        Properties withDefaults = new Properties(new Properties());
        withDefaults.setProperty("a", "b");
        RoundTrip.of(new TypeRef<Properties>() {}, withDefaults);
        Properties defaults = new Properties();
        defaults.setProperty("c", "d");
        refuse(new TypeRef<Properties>() {}, new Properties(defaults));
    }

    private static void refuse(TypeRef<?> type, Object value) {
        assertThatThrownBy(() -> RoundTrip.codec(type).encode(value)).isInstanceOf(CodecException.class);
    }
}
