package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets and maps with an order of their own have it in their text. */
final class OrderedValuesTest {

    static Stream<Arguments> ordered() {
        Comparator<Integer> down = Comparator.reverseOrder();
        String descending = "OrderedSet!by!java.util.Collections%24ReverseComparator!(Integer!10,Integer!2)";
        return Stream.of(
                Arguments.of(new LinkedHashSet<>(List.of(2, 10)), "OrderedSet!(Integer!2,Integer!10)"),
                Arguments.of(new LinkedHashSet<>(List.of(10, 2)), "OrderedSet!(Integer!10,Integer!2)"),
                Arguments.of(new TreeSet<>(Set.of(2, 10)), "OrderedSet!(Integer!2,Integer!10)"),
                Arguments.of(all(new TreeSet<>(down), 2, 10), descending),
                Arguments.of(all(new ConcurrentSkipListSet<>(down), 2, 10), descending),
                Arguments.of(new CopyOnWriteArraySet<>(List.of(10, 2)), "OrderedSet!(Integer!10,Integer!2)"),
                Arguments.of(
                        Collections.unmodifiableSet(new LinkedHashSet<>(List.of(10, 2))),
                        "OrderedSet!(Integer!10,Integer!2)"),
                Arguments.of(Collections.unmodifiableSortedSet(all(new TreeSet<>(down), 2, 10)), descending),
                Arguments.of(linked(10, 2), "OrderedMap!(Integer!10=~,Integer!2=~)"),
                Arguments.of(linked(2, 10), "OrderedMap!(Integer!2=~,Integer!10=~)"),
                Arguments.of(linked(10, 2).keySet(), "OrderedSet!(Integer!10,Integer!2)"),
                Arguments.of(Collections.unmodifiableMap(linked(10, 2)), "OrderedMap!(Integer!10=~,Integer!2=~)"),
                Arguments.of(Collections.synchronizedMap(linked(10, 2)), "OrderedMap!(Integer!10=~,Integer!2=~)"),
                Arguments.of(List.of(linked(10, 2)), "List!(OrderedMap!(Integer!10=~,Integer!2=~))"),
                Arguments.of(
                        new TreeMap<>(Map.of(10, "", 2, "")), "OrderedMap!(Integer!2=String!!,Integer!10=String!!)"));
    }

    @ParameterizedTest
    @MethodSource("ordered")
    void f29_setOrMapWithAnOrderOfItsOwn_countsByIt(Object value, String text) {
        assertThat(KeyEncoder.of(Object.class, "{0}", TypeNames.ALWAYS).text(value))
                .isEqualTo(text);
    }

    @Test
    void f29_classWhoseInstancesAreOrderedOrNot_isToldApartByInstance() {
        KeyEncoder encoder = KeyEncoder.of(View.class, "{0}", TypeNames.WHERE_AMBIGUOUS);

        assertThat(encoder.text(new View(new HashSet<>(List.of(2, 10))))).isEqualTo("(Integer!10,Integer!2)");
        assertThat(encoder.text(new View(new LinkedHashSet<>(List.of(10, 2)))))
                .isEqualTo("OrderedSet!(Integer!10,Integer!2)");
    }

    static final class View extends AbstractSet<Integer> {
        private final Set<Integer> of;

        View(Set<Integer> of) {
            this.of = of;
        }

        @Override
        public Iterator<Integer> iterator() {
            return of.iterator();
        }

        @Override
        public Spliterator<Integer> spliterator() {
            return of.spliterator();
        }

        @Override
        public int size() {
            return of.size();
        }
    }

    private static <S extends Set<Integer>> S all(S set, Integer... values) {
        Collections.addAll(set, values);
        return set;
    }

    private static Map<Integer, Object> linked(Integer... keys) {
        Map<Integer, Object> map = new LinkedHashMap<>();
        for (Integer key : keys) {
            map.put(key, null);
        }
        return map;
    }
}
