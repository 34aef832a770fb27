package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static dev.larder.agent.core.codec.copy.CopySamples.box;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.copy.CopySamples.Box;
import dev.larder.agent.core.codec.copy.CopySamples.Pair;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a copy is like, by the class of what is copied. */
final class CopiedTypesTest {

    static Stream<Arguments> containers() {
        return ContainersToCopy.containers();
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
}
