package dev.larder.agent.core.codec.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
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
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a copy is like, by the class of what is copied. */
final class PrototypeTest {

    private static final long ROOM = 1 << 24;

    /** A class whose objects can be changed, without methods of its own. */
    static class Box {
        @Nullable
        Object content;

        final int number;

        Box(@Nullable Object content, int number) {
            this.content = content;
            this.number = number;
        }
    }

    /** Equal by content, and can be changed. */
    static final class Point {
        int x;

        Point(int x) {
            this.x = x;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point point && point.x == x;
        }

        @Override
        public int hashCode() {
            return x;
        }
    }

    record Named(String name) {}

    record Pair(@Nullable Object left, @Nullable Object right) {}

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

    private static Box box(int number) {
        return new Box("content", number);
    }

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

    private static Map<String, Object> hashMap(int size) {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void copyOfContainer_isLikeTheOriginal(String name, Object value) throws Exception {
        Copies prototype = Prototype.of(value, ROOM);

        Object one = prototype.copy();
        SameGraph.assertSame(value, one);
        SameGraph.assertSame(value, prototype.copy());
        assertThat(content(one)).hasSameSizeAs(content(value));
        assertThat(prototype.isShared()).isEqualTo(one == value);
    }

    private static Collection<?> content(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, held) -> assertThat(map.get(key)).isSameAs(held));
            return new ArrayList<>(map.entrySet());
        }
        if (value instanceof Collection<?> collection) {
            collection.forEach(each -> assertThat(collection.contains(each)).isTrue());
            return new ArrayList<>(collection);
        }
        return List.of();
    }

    static Stream<Object> scalars() {
        return Stream.of(
                new Date(1),
                new java.sql.Timestamp(2),
                new GregorianCalendar(TimeZone.getTimeZone("Europe/Paris")),
                BitSet.valueOf(new long[] {5}),
                new StringBuilder("abc"),
                new AtomicInteger(3),
                new AtomicReference<>(box(1)),
                adder(),
                Optional.of(box(1)),
                new int[] {1, 2},
                new double[][] {{1}, {2, 3}},
                new boolean[] {true},
                new Object[] {box(1), "a", null},
                new Box[] {box(1), box(2), null},
                new Box[] {box(1), new Box(box(2), 3)},
                new Pair("a", box(1)),
                box(1));
    }

    private static LongAdder adder() {
        LongAdder adder = new LongAdder();
        adder.add(7);
        return adder;
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void copyOfObject_isLikeTheOriginal(Object value) throws Exception {
        Copies prototype = Prototype.of(value, ROOM);

        Object copy = prototype.copy();
        assertThat(copy).isNotSameAs(value);
        SameGraph.assertSame(value, copy);
    }

    enum Answer {
        YES,
        NO {
            @Override
            public String toString() {
                return "no";
            }
        }
    }

    static final class Nobody {
        static final Nobody INSTANCE = new Nobody();
        int asked;
    }

    static Stream<Object> immutables() {
        int captured = 3;
        Comparator<String> capturing = (a, b) -> captured;
        return Stream.of(
                "text",
                1L,
                Answer.NO,
                new Pair("a", 1),
                new Pair(List.of("a"), Map.of("b", new Pair(1, 2), "c", Optional.of("d"))),
                List.of(),
                List.of("a", "b", "c"),
                Collections.emptyMap(),
                Collections.unmodifiableList(List.of(1)),
                Optional.empty(),
                String.class,
                java.nio.file.Path.of("a"),
                Nobody.INSTANCE,
                Comparator.naturalOrder(),
                capturing,
                new Object());
    }

    @ParameterizedTest
    @MethodSource("immutables")
    void immutableValue_isShared(Object value) throws Exception {
        Copies prototype = Prototype.of(value, ROOM);

        assertThat(prototype.copy()).isSameAs(value);
        assertThat(prototype.isShared()).isTrue();
    }

    @Test
    void listOfRecords_isANewListOfTheSameRecords() throws Exception {
        List<Pair> list = new ArrayList<>(List.of(new Pair(1, 2), new Pair(3, 4)));

        List<?> copy = (List<?>) Prototype.of(list, ROOM).copy();
        assertThat(copy.get(0)).isSameAs(list.get(0));
        copy.clear();
        assertThat((List<?>) Prototype.of(list, ROOM).copy()).hasSize(2);
    }

    @Test
    void copies_doNotSeeWhatOthersChange() throws Exception {
        List<Box> original = new ArrayList<>(List.of(new Box(new ArrayList<>(List.of("a")), 1), box(2)));
        Copies prototype = Prototype.of(original, ROOM);
        change(original);
        change(prototype.copy());

        List<?> copy = (List<?>) prototype.copy();
        assertThat(copy).hasSize(2);
        assertThat(((Box) copy.get(0)).content).isEqualTo(List.of("a"));
    }

    @SuppressWarnings("unchecked")
    private static void change(@Nullable Object list) {
        List<Box> boxes = (List<Box>) list;
        ((List<String>) boxes.get(0).content).add("b");
        boxes.get(1).content = null;
        boxes.add(box(3));
    }

    @Test
    void objectReferredToTwice_isOneObjectInTheCopy() throws Exception {
        Box twice = box(1);
        List<Box> copy = copyOf(new ArrayList<>(List.of(twice, box(2), twice)));

        assertThat(copy.get(0)).isSameAs(copy.get(2)).isNotSameAs(twice);
    }

    @Test
    void cycles_areCyclesInTheCopy() throws Exception {
        Box outer = box(1);
        Box inner = new Box(outer, 2);
        outer.content = List.of(inner, new HashMap<>(Map.of("self", outer)));

        Box copy = copyOf(outer);
        List<?> content = (List<?>) copy.content;
        assertThat(((Box) content.get(0)).content).isSameAs(copy);
        assertThat(((Map<?, ?>) content.get(1)).get("self")).isSameAs(copy);
        SameGraph.assertSame(outer, copy);
    }

    @Test
    void listThatContainsItself_doesSoInTheCopy() throws Exception {
        List<Object> list = new ArrayList<>();
        list.add(list);

        List<Object> copy = copyOf(list);
        assertThat(copy.get(0)).isSameAs(copy);
    }

    @Test
    void longChains_areCopied() throws Exception {
        Box chain = box(0);
        for (int i = 1; i < 20_000; i++) {
            chain = new Box(chain, i);
        }
        Box copy = copyOf(chain);
        int length = 1;
        while (copy.content instanceof Box next) {
            assertThat(next.number).isEqualTo(copy.number - 1);
            copy = next;
            length++;
        }
        assertThat(length).isEqualTo(20_000);
    }

    @Test
    void deepImmutableChain_isCopiedOrShared() throws Exception {
        Pair chain = new Pair(null, 0);
        for (int i = 1; i < 5_000; i++) {
            chain = new Pair(chain, i);
        }
        Pair copy = copyOf(chain);
        for (int i = 4_999; i > 0; i--) {
            assertThat(copy.right()).isEqualTo(i);
            copy = (Pair) copy.left();
        }
    }

    @Test
    void keysThatAreCopied_areFoundInTheCopy() throws Exception {
        Box byIdentity = box(1);
        for (Map<Object, Object> map : List.<Map<Object, Object>>of(
                new HashMap<>(),
                new LinkedHashMap<>(),
                new Hashtable<>(),
                new ConcurrentHashMap<>(),
                new IdentityHashMap<>())) {
            for (int i = 0; i < 100; i++) {
                map.put(box(i), box(i));
            }
            map.put(byIdentity, "found");
            Map<Object, Object> copy = copyOf(map);
            assertThat(copy).hasSize(101);
            copy.keySet().forEach(key -> assertThat(copy).containsKey(key));
            assertThat(copy).doesNotContainKey(byIdentity).containsValue("found");
        }
    }

    @Test
    void elementsOfSetsThatAreCopied_areFoundInTheCopy() throws Exception {
        for (Set<Object> set : List.<Set<Object>>of(
                new HashSet<>(List.of(box(1), box(2), new Point(3))),
                new LinkedHashSet<>(List.of(box(1), box(2))),
                Set.of(box(1), box(2), box(3), new Point(1)),
                Set.of(box(1), box(2)),
                Collections.unmodifiableSet(new HashSet<>(List.of(box(1)))))) {
            Set<Object> copy = copyOf(set);
            assertThat(copy).hasSameSizeAs(set);
            copy.forEach(each -> {
                assertThat(copy.contains(each)).isTrue();
                assertThat(set.stream().anyMatch(other -> other == each)).isFalse();
            });
        }
        Map<Object, Object> map = copyOf(Map.of(box(1), 1, box(2), 2, box(3), 3));
        map.keySet().forEach(key -> assertThat(map.get(key)).isNotNull());
    }

    @Test
    void mapThatIsInItsOwnKey_isOneMapInTheCopy() throws Exception {
        Map<Object, Object> map = new HashMap<>();
        Box key = box(1);
        map.put(key, "value");
        key.content = map;

        Map<Object, Object> copy = copyOf(map);
        Box copied = (Box) copy.keySet().iterator().next();
        assertThat(copied.content).isSameAs(copy);
        assertThat(copy.get(copied)).isEqualTo("value");
    }

    @Test
    void accessOrder_isKept() throws Exception {
        Map<String, Object> map = new LinkedHashMap<>(16, 0.75f, true);
        map.put("a", box(1));
        map.put("b", box(2));
        map.get("a");

        Map<String, Object> copy = copyOf(map);
        assertThat(copy.keySet()).containsExactly("b", "a");
        copy.get("b");
        assertThat(copy.keySet()).containsExactly("a", "b");
    }

    @Test
    void viewOfAList_writesThroughToItsOwnList() throws Exception {
        List<Object> all = new ArrayList<>(List.of(1, 2, 3, 4));
        Pair copy = copyOf(new Pair(all, all.subList(1, 3)));

        @SuppressWarnings("unchecked")
        List<Object> view = (List<Object>) copy.right();
        view.set(0, "new");
        assertThat(copy.left()).isEqualTo(List.of(1, "new", 3, 4));
        assertThat(all).containsExactly(1, 2, 3, 4);
    }

    @Test
    void cachedViewsOfAMap_areThoseOfTheCopy() throws Exception {
        Map<String, Object> map = hashMap(3);
        map.keySet();
        map.values();
        Map<String, Object> copy = copyOf(map);
        copy.keySet().clear();

        assertThat(copy).isEmpty();
        assertThat(map).hasSize(3);
    }

    static Stream<Arguments> uncopyable() {
        int[] counter = {0};
        Runnable capturing = () -> counter[0]++;
        return Stream.of(
                Arguments.of(new Box(Thread.currentThread(), 1), "$.content: java.lang.Thread"),
                Arguments.of(new Box(new ReentrantLock(), 1), "$.content: java.util.concurrent.locks.ReentrantLock"),
                Arguments.of(new ArrayList<>(List.of(1, Stream.of(1))), "[1]: java.util.stream"),
                Arguments.of(List.of(1).iterator(), "can be used only once"),
                Arguments.of(new Box(capturing, 1), "refers to something that can change"),
                Arguments.of(new WeakHashMap<>(Map.of("a", "b")), "java.util.WeakHashMap"),
                Arguments.of(new IllegalStateException("x"), "java.lang.IllegalStateException is a JDK type"),
                Arguments.of(PrototypeTest.class.getClassLoader(), "JDK type that is not stored"),
                Arguments.of(new Box(ThreadLocal.withInitial(() -> 1), 1), "ThreadLocal"));
    }

    @ParameterizedTest
    @MethodSource("uncopyable")
    void valueThatCannotBeCopied_isRefusedWithPlaceAndClass(Object value, String message) {
        assertThatThrownBy(() -> Prototype.of(value, ROOM))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(message);
    }

    @Test
    void valueAboveTheLimit_isRefused() {
        assertThatThrownBy(() -> Prototype.of(new ArrayList<>(Collections.nCopies(1_000, "text")), 1_000))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void bytes_areAboutWhatTheValueTakes() throws Exception {
        assertThat(Prototype.of(new byte[100_000], ROOM).bytes()).isBetween(100_000L, 101_000L);
        assertThat(Prototype.of("x".repeat(100_000), ROOM).bytes()).isBetween(100_000L, 101_000L);
        assertThat(Prototype.of("\u00e9\u6f22".repeat(50_000), ROOM).bytes()).isBetween(200_000L, 201_000L);
        assertThat(Prototype.of(new Pair("x".repeat(100_000), 1), ROOM).bytes()).isBetween(100_000L, 101_000L);
        assertThat(Prototype.of(new Named("x".repeat(100_000)), ROOM).bytes()).isBetween(100_000L, 101_000L);
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            boxes.add(box(i));
        }
        assertThat(Prototype.of(boxes, ROOM).bytes()).isBetween(24_000L, 250_000L);
    }

    @SuppressWarnings("unchecked")
    private static <T> T copyOf(T value) throws CodecException {
        return (T) Prototype.of(value, ROOM).copy();
    }
}
