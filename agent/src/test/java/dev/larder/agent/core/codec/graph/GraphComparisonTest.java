package dev.larder.agent.core.codec.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GraphComparisonTest {

    private static class Line {
        final Object total;
        Line next;

        Line(Object total) {
            this.total = total;
        }
    }

    private static final class SpecialLine extends Line {
        SpecialLine(Object total) {
            super(total);
        }
    }

    @Test
    void difference_sameContent_isNull() {
        assertThat(difference(List.of(new Line(1), new Line("x")), List.of(new Line(1), new Line("x"))))
                .isNull();
        assertThat(difference(new int[][] {{1}, null}, new int[][] {{1}, null})).isNull();
        assertThat(difference(null, null)).isNull();
    }

    @Test
    void difference_otherClass_namesPlaceAndClasses() {
        assertThat(difference(List.of(new Line(1)), List.of(new Line(1L))))
                .isEqualTo("$[0].total: java.lang.Integer came back as java.lang.Long");
        assertThat(difference(new Line(new ArrayList<>()), new Line(new LinkedList<>())))
                .isEqualTo("$.total: java.util.ArrayList came back as java.util.LinkedList");
        assertThat(difference(Map.of("k", new Line(1)), Map.of("k", new SpecialLine(1))))
                .startsWith("$[0].value: ");
        assertThat(difference("x", null)).isEqualTo("$: java.lang.String came back as null");
    }

    @Test
    void difference_otherContent_namesPlaceAndNoValue() {
        String found = difference(new Line(new BigDecimal("1.00")), new Line(new BigDecimal("1.0")));
        assertThat(found).isEqualTo("$.total: java.math.BigDecimal came back with another content");
        assertThat(difference(new Line(Optional.of("s3cret")), new Line(Optional.of("t0psecret"))))
                .startsWith("$.total: java.lang.String")
                .doesNotContain("s3cret", "t0psecret");
        assertThat(difference(new double[] {0.0}, new double[] {-0.0})).startsWith("$[0]: ");
        assertThat(difference(new byte[1], new byte[2])).isEqualTo("$: byte[] came back with another length");
        assertThat(difference(new byte[] {1}, new byte[] {2})).isEqualTo("$: byte[] came back with another content");
        assertThat(difference(List.of(), List.of(1)))
                .isEqualTo("$: java.util.ImmutableCollections$ListN came back with another size");
        assertThat(difference(new ArrayList<>(), new ArrayList<>(List.of(1)))).contains("another size");
    }

    @Test
    void difference_otherOrder_countsWhereOrderIsKept() {
        assertThat(difference(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 1))))
                .startsWith("$[0]");
        Map<String, Integer> value = new LinkedHashMap<>();
        value.put("a", 1);
        value.put("b", 2);
        Map<String, Integer> copy = new LinkedHashMap<>();
        copy.put("b", 2);
        copy.put("a", 1);
        assertThat(difference(value, copy)).startsWith("$[0].key");
    }

    @Test
    void difference_hashMap_goesByArrival() {
        Map<Object, Integer> value = new HashMap<>();
        Map<Object, Integer> copy = new HashMap<>();
        List<Object> arrived = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            value.put(new Line(i), i);
        }
        value.forEach((key, number) -> {
            Object keyCopy = new Line(((Line) key).total);
            copy.put(keyCopy, number);
            arrived.addAll(Arrays.asList(keyCopy, number));
        });
        Arrivals arrivals = new Arrivals();
        arrivals.note(copy, arrived);

        assertThat(GraphComparison.difference(value, copy, arrivals)).isNull();
        arrived.set(1, -1);
        assertThat(GraphComparison.difference(value, copy, arrivals)).startsWith("$[0].value");
    }

    @Test
    void difference_lostIdentity_isFound() {
        List<Integer> shared = new ArrayList<>();
        assertThat(difference(List.of(shared, shared), List.of(new ArrayList<>(), new ArrayList<>())))
                .contains("is one object in two places");
    }

    @Test
    void difference_cyclesAndDepth_end() {
        Line a = new Line(1);
        a.next = a;
        Line b = new Line(1);
        b.next = b;
        assertThat(difference(a, b)).isNull();
        assertThat(difference(chain(5_000), chain(5_000))).endsWith("nested too deeply to be compared");
    }

    private static Line chain(int length) {
        Line head = new Line(0);
        for (int i = 0; i < length; i++) {
            Line line = new Line(i);
            line.next = head;
            head = line;
        }
        return head;
    }

    private static String difference(Object value, Object copy) {
        return GraphComparison.difference(value, copy, new Arrivals());
    }
}
