package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/** A sorted group counts by its comparator as well: what it finds by {@code contains} depends on that, not on its order alone. */
final class SortedArgumentsTest {

    @SuppressWarnings("unused") // for its parameter types
    static void declared(
            SortedSet<String> sorted,
            Collection<String> any,
            SortedMap<String, String> map,
            PriorityQueue<String> queue) {}

    static final class ByLength implements Comparator<String> {
        @Override
        public int compare(String one, String other) {
            return Integer.compare(one.length(), other.length());
        }
    }

    static final class ByNothing implements Comparator<String> {
        private final int result;

        ByNothing(int result) {
            this.result = result;
        }

        @Override
        public int compare(String one, String other) {
            return result;
        }
    }

    private static String text(int parameter, Object value) {
        Type declared = Arrays.stream(SortedArgumentsTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("declared"))
                .findFirst()
                .orElseThrow()
                .getGenericParameterTypes()[parameter];
        return KeyEncoder.of(declared, "{0}", TypeNames.WHERE_AMBIGUOUS).text(value);
    }

    private static TreeSet<String> set(Comparator<? super String> comparator, String... elements) {
        TreeSet<String> set = new TreeSet<>(comparator);
        set.addAll(List.of(elements));
        return set;
    }

    @Test
    void f29_sortedSets_countByTheirComparator() {
        assertThat(List.of(
                        text(0, new TreeSet<>(List.of("a"))),
                        text(0, set(String.CASE_INSENSITIVE_ORDER, "a")),
                        text(0, set(Comparator.reverseOrder(), "a")),
                        text(0, set(new ByLength(), "a"))))
                .containsExactly(
                        "OrderedSet!(a)",
                        "OrderedSet!by!java.lang.String%24CaseInsensitiveComparator!(a)",
                        "OrderedSet!by!java.util.Collections%24ReverseComparator!(a)",
                        "OrderedSet!by!dev.larder.agent.core.link.SortedArgumentsTest%24ByLength!(a)");
    }

    @Test
    void f29_naturalOrder_countsAsNoComparator() {
        String plain = text(0, new TreeSet<>(List.of("a")));
        assertThat(text(0, set(Comparator.naturalOrder(), "a"))).isEqualTo(plain);
        assertThat(text(1, new TreeSet<>(List.of("a")))).isEqualTo(plain);
        assertThat(text(0, new ConcurrentSkipListSet<>(List.of("a")))).isEqualTo(plain);
    }

    @Test
    void f29_viewsMapsAndQueues_countByTheirComparator() {
        TreeSet<String> sorted = set(String.CASE_INSENSITIVE_ORDER, "a");
        TreeMap<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map.put("a", "b");
        PriorityQueue<String> queue = new PriorityQueue<>(String.CASE_INSENSITIVE_ORDER);
        queue.add("a");
        String by = "by!java.lang.String%24CaseInsensitiveComparator!";

        assertThat(text(1, Collections.unmodifiableSet(sorted))).isEqualTo("OrderedSet!" + by + "(a)");
        assertThat(text(1, Collections.unmodifiableCollection(sorted))).isEqualTo(by + "(a)");
        assertThat(text(1, Collections.synchronizedCollection(sorted))).isEqualTo(by + "(a)");
        assertThat(text(1, Collections.unmodifiableCollection(new TreeSet<>(List.of("a")))))
                .isEqualTo("(a)");
        assertThat(text(0, Collections.unmodifiableSortedSet(sorted))).isEqualTo("OrderedSet!" + by + "(a)");
        assertThat(text(2, map)).isEqualTo("OrderedMap!" + by + "(a=b)");
        assertThat(text(2, Collections.unmodifiableMap(map))).isEqualTo("OrderedMap!" + by + "(a=b)");
        assertThat(text(1, map.keySet())).isEqualTo("OrderedSet!" + by + "(a)");
        assertThat(text(3, queue)).endsWith(by + "(a)");
    }

    @Test
    void f29_comparatorWithStateOrWithoutAName_isRefused() {
        for (Comparator<String> comparator : List.<Comparator<String>>of(
                new ByNothing(0), Comparator.comparing(String::length), Collections.reverseOrder(new ByLength()))) {
            assertThatThrownBy(() -> text(0, set(comparator, "a")))
                    .isInstanceOf(UnsupportedKeyException.class)
                    .hasMessageContaining("sorted by a comparator of ");
        }
    }
}
