package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import java.math.BigDecimal;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import kotlin.collections.CollectionsKt;
import kotlin.collections.MapsKt;
import kotlin.collections.SetsKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Collections that come back from Redis as another class that behaves like theirs, or only with the help of more than their class. */
final class EqualKindsTest {

    private static final TypeRef<Collection<String>> COLLECTION = new TypeRef<>() {};
    private static final TypeRef<Map<String, Integer>> MAP = new TypeRef<>() {};

    static Stream<Arguments> collections() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", 2);
        List<String> list = new ArrayList<>(List.of("c", "b", "a"));
        return Stream.of(
                Arguments.of(list.subList(0, 2), ArrayList.class),
                Arguments.of(new LinkedList<>(list).subList(0, 2), ArrayList.class),
                Arguments.of(
                        List.of("c", "b", "a").subList(1, 3),
                        Collections.unmodifiableList(list).getClass()),
                Arguments.of(
                        Collections.nCopies(3, "a"),
                        Collections.unmodifiableList(list).getClass()),
                Arguments.of(map.keySet(), LinkedHashSet.class),
                Arguments.of(new HashMap<>(map).keySet(), LinkedHashSet.class),
                Arguments.of(new TreeMap<>(map).keySet(), TreeSet.class),
                Arguments.of(new TreeMap<>(map).descendingKeySet(), TreeSet.class),
                Arguments.of(
                        ImmutableList.of("b", "a"),
                        Collections.unmodifiableList(list).getClass()),
                Arguments.of(
                        ImmutableSet.of("b", "a", "c"),
                        Collections.unmodifiableSet(Set.of()).getClass()),
                Arguments.of(
                        ImmutableSortedSet.of("b", "a"),
                        Collections.unmodifiableNavigableSet(new TreeSet<>()).getClass()),
                Arguments.of(CollectionsKt.emptyList(), Collections.emptyList().getClass()),
                Arguments.of(SetsKt.emptySet(), Collections.emptySet().getClass()));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void h97_collectionOfAnotherClass_comesBackAsOneThatBehavesLikeIt(Collection<String> value, Class<?> expected)
            throws CodecException {
        Collection<String> copy = through(COLLECTION, value);

        assertThat((Object) copy).isExactlyInstanceOf(expected).isEqualTo(value);
        assertThat(List.copyOf(copy)).as("in the same order").isEqualTo(List.copyOf(value));
        assertThat(isModifiable(copy)).isEqualTo(expected.getName().matches("java.util.(Array|Linked|Tree).*"));
    }

    private static boolean isModifiable(Collection<String> copy) {
        try {
            copy.removeIf(element -> true);
            copy.clear();
            return copy.add("z") || copy.contains("z");
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    static Stream<Arguments> maps() {
        Map<String, Integer> map = Map.of("b", 1, "A", 2, "c", 3);
        NavigableMap<String, Integer> ignoring = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoring.putAll(map);
        return Stream.of(
                Arguments.of(ignoring),
                Arguments.of(ignoring.descendingMap()),
                Arguments.of(ignoring.headMap("c")),
                Arguments.of(new TreeMap<>(map).subMap("A", "c")),
                Arguments.of(Collections.unmodifiableSortedMap(ignoring)),
                Arguments.of(ImmutableSortedMap.copyOf(map)),
                Arguments.of(ImmutableMap.of("b", 1, "a", 2)),
                Arguments.of(MapsKt.emptyMap()));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void h97_mapOfAnotherClassOrOrder_comesBackAsOneThatBehavesLikeIt(Map<String, Integer> value)
            throws CodecException {
        Map<String, Integer> copy = through(MAP, value);

        assertThat(copy).isEqualTo(value);
        assertThat(List.copyOf(copy.keySet())).isEqualTo(List.copyOf(value.keySet()));
        if (value instanceof SortedMap<?, ?> sorted && !(value instanceof ImmutableMap<?, ?>)) {
            assertThat(((SortedMap<?, ?>) copy).comparator()).isEqualTo(sorted.comparator());
        }
    }

    static Stream<Collection<String>> exact() {
        SortedSet<String> reverse = new TreeSet<>(Comparator.reverseOrder());
        reverse.addAll(List.of("a", "b"));
        Queue<String> queue = new ConcurrentLinkedQueue<>(List.of("b", "a"));
        Set<String> concurrent = ConcurrentHashMap.newKeySet();
        concurrent.addAll(List.of("a", "b"));
        return Stream.of(
                Collections.synchronizedList(new ArrayList<>(List.of("a"))),
                Collections.synchronizedSet(new LinkedHashSet<>(List.of("b", "a"))),
                Collections.synchronizedCollection(new ArrayList<>(List.of("a"))),
                Collections.unmodifiableNavigableSet(new TreeSet<>(List.of("a"))),
                new ConcurrentSkipListSet<>(reverse),
                reverse,
                queue,
                new ConcurrentLinkedDeque<>(queue),
                concurrent);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void h97_wrappersAndConcurrentOnes_comeBackWithTheirClass(Collection<String> value) throws CodecException {
        Collection<String> copy = through(COLLECTION, value);

        assertThat(copy).hasSameClassAs(value);
        assertThat(List.copyOf(copy)).isEqualTo(List.copyOf(value));
        if (value instanceof SortedSet<?> sorted) {
            assertThat(((SortedSet<?>) copy).comparator()).isEqualTo(sorted.comparator());
        }
    }

    /** The map finds 1.00 under 1.0, and what would be restored inside of the wrapper does not. */
    @Test
    void f48_wrapperAroundATreeThatTakesUnequalKeysForTheSame_isRefused() throws CodecException {
        Map<BigDecimal, Integer> tree = new TreeMap<>(Map.of(new BigDecimal("1.0"), 7));
        TypeRef<Map<BigDecimal, Integer>> map = new TypeRef<>() {};
        for (Map<BigDecimal, Integer> wrapper :
                List.of(Collections.unmodifiableMap(tree), Collections.synchronizedMap(tree))) {
            ValueCodec codec = RoundTrip.codec(map);
            assertThat(wrapper.get(new BigDecimal("1.00"))).isEqualTo(7);
            assertThatThrownBy(() -> codec.encode(wrapper)).isInstanceOf(CodecException.class);
            Map<?, ?> inMemory = (Map<?, ?>) codec.copies(wrapper).copy();
            assertThat((Object) inMemory.get(new BigDecimal("1.00"))).isEqualTo(7);
        }
        Collection<BigDecimal> elements = Collections.unmodifiableCollection(tree.keySet());
        assertThatThrownBy(() -> RoundTrip.codec(new TypeRef<Collection<BigDecimal>>() {})
                        .encode(elements))
                .isInstanceOf(CodecException.class);

        Map<BigDecimal, Integer> sorted = Collections.unmodifiableSortedMap((TreeMap<BigDecimal, Integer>) tree);
        assertThat(through(map, sorted).get(new BigDecimal("1.00"))).isEqualTo(7);
        Map<String, Integer> ofTexts = Collections.unmodifiableMap(new TreeMap<>(Map.of("b", 1, "a", 2)));
        assertThat(through(MAP, ofTexts)).isEqualTo(ofTexts).hasSameClassAs(ofTexts);
    }

    @Test
    void h97_concurrentMapWithAnOrder_comesBackWithIt() throws CodecException {
        ConcurrentSkipListMap<String, Integer> value = new ConcurrentSkipListMap<>(Collections.reverseOrder());
        value.putAll(Map.of("a", 1, "b", 2));

        assertThat(through(MAP, value)).hasSameClassAs(value).isEqualTo(value);
        assertThat(List.copyOf(through(MAP, value).keySet())).containsExactly("b", "a");
    }

    static Stream<Arguments> entries() {
        return Stream.of(
                Arguments.of(Map.entry("a", 1), Map.entry("a", 1).getClass()),
                Arguments.of(new SimpleEntry<>("a", null), SimpleEntry.class),
                Arguments.of(new SimpleImmutableEntry<>(null, 1), SimpleImmutableEntry.class),
                Arguments.of(new HashMap<>(Map.of("a", 1)).entrySet().iterator().next(), SimpleEntry.class),
                Arguments.of(new TreeMap<>(Map.of("a", 1)).firstEntry(), SimpleImmutableEntry.class));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void h97_entry_comesBackAsOneThatBehavesLikeIt(Map.Entry<String, Integer> value, Class<?> expected)
            throws CodecException {
        Map.Entry<String, Integer> copy = through(new TypeRef<Map.Entry<String, Integer>>() {}, value);

        assertThat((Object) copy).isExactlyInstanceOf(expected).isEqualTo(value);
    }

    @Test
    void h97_entryThatIsStoredWithNullForMapEntry_isMalformed() {
        ValueCodec codec = RoundTrip.codec(new TypeRef<Map.Entry<String, Integer>>() {});
        assertThatThrownBy(() -> codec.decode(RoundTrip.json("[\"n\",null,1]"))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(RoundTrip.json("[\"x\",\"a\",1]")))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(RoundTrip.json("[\"w\",\"a\",1,2]")))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void h97_orderThatNobodyWrites_isMalformed() {
        ValueCodec codec = RoundTrip.codec(COLLECTION);
        assertThatThrownBy(() -> codec.decode(RoundTrip.json("[\"t9\",\"a\"]"))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(RoundTrip.json("[\"t16\",\"a\"]")))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(RoundTrip.json("[\"t3\",null]"))).isInstanceOf(CodecException.class);
    }

    /** Four times: the first ones are compared when they are written. */
    @SuppressWarnings("unchecked")
    private static <T> T through(TypeRef<? super T> type, T value) throws CodecException {
        ValueCodec codec = RoundTrip.codec(type);
        T copy = value;
        for (int i = 0; i < 4; i++) {
            copy = (T) codec.decode(codec.encode(value));
        }
        return copy;
    }
}
