package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What values contribute to a key, of the type that is declared for them and of others. */
final class KeyEncoderTest {
    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "never asked";
            }
        }
    }

    record Point(int x, Integer y) {}

    record Labelled(List<Long> ids, Object tag) {}

    record Node(@Nullable Node next) {}

    record Empty() {}

    /** One field per declared type under test. */
    @SuppressWarnings("unused")
    private static final class Declared {
        List<Long> longs = List.of();
        List<? extends Color> colors = List.of();
        Map<String, List<Long>> lists = Map.of();
        Set<String> strings = Set.of();
        LinkedHashSet<String> linked = new LinkedHashSet<>();
        SortedMap<String, Long> sorted = new TreeMap<>();
        Collection<String> collection = List.of();
        List<Long>[] arrayOfLists = null;
        ArrayList<Long> arrayList = null;
    }

    static Stream<Arguments> plain() {
        return Stream.of(
                Arguments.of(Long.class, 42L, "42"),
                Arguments.of(long.class, 42L, "42"),
                Arguments.of(Character.class, '/', "%2F"),
                Arguments.of(Boolean.class, true, "true"),
                Arguments.of(Double.class, 1.0, "1.0"),
                Arguments.of(Color.class, Color.RED, "RED"),
                Arguments.of(Color.class, Color.GREEN, "GREEN"),
                Arguments.of(UUID.class, new UUID(1, 2), "00000000-0000-0001-0000-000000000002"),
                Arguments.of(BigInteger.class, BigInteger.TEN, "10"),
                Arguments.of(LocalDate.class, LocalDate.of(2026, 1, 31), "2026-01-31"),
                Arguments.of(LocalTime.class, LocalTime.of(7, 5), "07%3A05"),
                Arguments.of(Instant.class, Instant.EPOCH, "1970-01-01T00%3A00%3A00Z"),
                Arguments.of(Duration.class, Duration.ofMillis(-500), "PT-0.5S"),
                Arguments.of(Period.class, Period.ZERO, "P0D"),
                Arguments.of(YearMonth.class, YearMonth.of(2026, 2), "2026-02"),
                Arguments.of(DayOfWeek.class, DayOfWeek.MONDAY, "MONDAY"),
                Arguments.of(ZoneId.class, ZoneId.of("Europe/Paris"), "Europe%2FParis"),
                Arguments.of(ZoneId.class, ZoneOffset.UTC, "Z"),
                Arguments.of(
                        ZonedDateTime.class,
                        ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneId.of("Europe/Paris")),
                        "2026-01-01T00%3A00%2B01%3A00%5BEurope%2FParis%5D"),
                Arguments.of(
                        OffsetDateTime.class,
                        OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 1, ZoneOffset.UTC),
                        "2026-01-01T00%3A00%3A00.000000001Z"),
                Arguments.of(Point.class, new Point(1, null), "(1,~)"),
                Arguments.of(Empty.class, new Empty(), "()"),
                Arguments.of(Node.class, new Node(new Node(null)), "((~))"),
                Arguments.of(Labelled.class, new Labelled(List.of(1L), 1L), "((1),Long!1)"),
                Arguments.of(int[].class, new int[] {1, 2}, "(1,2)"),
                Arguments.of(int[][].class, new int[][] {{1}, {}}, "((1),())"),
                Arguments.of(String[].class, new String[] {"", null, "a,b"}, "(!,~,a%2Cb)"),
                Arguments.of(byte[].class, new byte[] {0, -1}, "00ff"),
                Arguments.of(byte[].class, new byte[0], "!"),
                Arguments.of(List.class, List.of(), "()"),
                Arguments.of(List.class, List.of(""), "(String!!)"),
                Arguments.of(declared("longs"), List.of(1L, 2L), "(1,2)"),
                Arguments.of(declared("arrayList"), new ArrayList<>(List.of(1L)), "(1)"),
                Arguments.of(declared("colors"), List.of(Color.GREEN), "(GREEN)"),
                Arguments.of(declared("strings"), new HashSet<>(List.of("b", "a")), "(a,b)"),
                Arguments.of(declared("linked"), new LinkedHashSet<>(List.of("b", "a")), "OrderedSet!(b,a)"),
                Arguments.of(declared("sorted"), new TreeMap<>(Map.of("b", 1L, "a", 2L)), "OrderedMap!(a=2,b=1)"),
                Arguments.of(declared("lists"), Map.of("k", List.of(1L)), "(k=(1))"),
                Arguments.of(declared("collection"), List.of("a"), "List!(a)"),
                Arguments.of(declared("collection"), new ArrayDeque<>(List.of("b", "a")), "(b,a)"),
                Arguments.of(declared("arrayOfLists"), new List<?>[] {List.of(1L), null}, "((1),~)"));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void text_valueOfTheDeclaredType_isPlain(Type declared, Object value, String text) {
        assertThat(KeyEncoder.of(declared, "{0}", TypeNames.ALWAYS).text(value)).isEqualTo(text);
    }

    static Stream<Arguments> tagged() {
        String here = "dev.larder.agent.core.key.text.KeyEncoderTest%24";
        return Stream.of(
                Arguments.of(1, "Integer!1"),
                Arguments.of(1L, "Long!1"),
                Arguments.of("1", "String!1"),
                Arguments.of('1', "Character!1"),
                Arguments.of(1.0f, "Float!1.0"),
                Arguments.of(1.0, "Double!1.0"),
                Arguments.of(new BigDecimal("1"), "BigDecimal!1"),
                Arguments.of("", "String!!"),
                Arguments.of(Color.GREEN, here + "Color!GREEN"),
                Arguments.of(new Point(1, 2), here + "Point!(1,2)"),
                Arguments.of(new int[] {1}, "array!int!(1)"),
                Arguments.of(new Integer[] {1}, "array!Integer!(1)"),
                Arguments.of(new int[][] {{1}}, "array!array!int!((1))"),
                Arguments.of(new Object[] {1}, "array!java.lang.Object!(Integer!1)"),
                Arguments.of(new Color[] {Color.RED}, "array!" + here + "Color!(RED)"),
                Arguments.of(new byte[] {1}, "array!byte!01"),
                Arguments.of(List.of(1), "List!(Integer!1)"),
                Arguments.of(Set.of(1), "Set!(Integer!1)"),
                Arguments.of(Map.of(1, 2L), "Map!(Integer!1=Long!2)"),
                Arguments.of(List.of(List.of()), "List!(List!())"),
                Arguments.of(ZoneOffset.UTC, "ZoneId!Z"));
    }

    @ParameterizedTest
    @MethodSource("tagged")
    void text_valueOfAnotherType_namesIt(Object value, String text) {
        assertThat(KeyEncoder.of(Object.class, "{0}", TypeNames.ALWAYS).text(value))
                .isEqualTo(text);
    }

    @Test
    void text_elementThatPollutesItsList_namesItsType() {
        assertThat(KeyEncoder.of(declared("longs"), "{0}", TypeNames.ALWAYS).text(List.of(1)))
                .isEqualTo("(Integer!1)");
    }

    @Test
    void text_arrayOfNarrowerTypeThanDeclared_namesItsType() {
        assertThat(KeyEncoder.of(Object[].class, "{0}", TypeNames.ALWAYS).text(new String[] {"a"}))
                .isEqualTo("array!String!(a)");
    }

    @Test
    void text_null_isTheSameForAllTypesAndNothingElse() {
        assertThat(KeyEncoder.of(Long.class, "{0}", TypeNames.ALWAYS).text(null))
                .isEqualTo("~");
        assertThat(KeyEncoder.of(List.class, "{0}", TypeNames.ALWAYS).text(Collections.singletonList(null)))
                .isEqualTo("(~)");
        assertThat(KeyEncoder.of(Object.class, "{0}", TypeNames.ALWAYS).text("~"))
                .isEqualTo("String!%7E");
    }

    @Test
    void text_listsOfTheSameElements_areTheSame() {
        KeyEncoder encoder = KeyEncoder.of(List.class, "{0}", TypeNames.ALWAYS);

        assertThat(encoder.text(new LinkedList<>(List.of("a", "b"))))
                .isEqualTo(encoder.text(Arrays.asList("a", "b")))
                .isNotEqualTo(encoder.text(List.of("b", "a")));
    }

    @Test
    void text_setsAndMapsWithoutOrderOfTheSameElements_areTheSameWhateverTheirOrder() {
        KeyEncoder encoder = KeyEncoder.of(Object.class, "{0}", TypeNames.ALWAYS);
        List<Object> values = List.of("b", 3, "a", List.of("x"), 'c');
        Map<Object, Object> map = new HashMap<>(1024);
        values.forEach(value -> map.put(value, value));
        Set<Object> set = new HashSet<>(1024);
        set.addAll(values);

        assertThat(encoder.text(set))
                .isEqualTo(encoder.text(new HashSet<>(values)))
                .isEqualTo(encoder.text(Set.copyOf(values)))
                .isEqualTo(encoder.text(map.keySet()));
        assertThat(encoder.text(map))
                .isEqualTo(encoder.text(Map.copyOf(map)))
                .isEqualTo(encoder.text(new ConcurrentHashMap<>(map)))
                .isEqualTo(encoder.text(Collections.unmodifiableMap(new HashMap<>(map))));
        assertThat(encoder.text(EnumSet.of(Color.GREEN, Color.RED)))
                .isEqualTo(encoder.text(new HashSet<>(List.of(Color.RED, Color.GREEN))));
    }

    static Stream<Arguments> telling() {
        UUID uuid = new UUID(1, 2);
        return Stream.of(
                Arguments.of(7L, "7"),
                Arguments.of(-7L, "-7"),
                Arguments.of("jo", "jo"),
                Arguments.of("", "!"),
                Arguments.of("-", "String!-"),
                Arguments.of("7", "String!7"),
                Arguments.of("-007", "String!-007"),
                Arguments.of("7a", "7a"),
                Arguments.of(uuid, uuid.toString()),
                Arguments.of(uuid.toString(), "String!" + uuid),
                Arguments.of(7, "Integer!7"),
                Arguments.of(7.0, "Double!7.0"),
                Arguments.of(BigInteger.TWO, "BigInteger!2"),
                Arguments.of(List.of(7L, 7, "jo"), "List!(7,Integer!7,jo)"));
    }

    @ParameterizedTest
    @MethodSource("telling")
    void f30_valueOfAnOpenType_namesItsOwnOnlyWhereItsTextDoesNotTell(Object value, String text) {
        for (Class<?> open : List.of(Object.class, Serializable.class, Comparable.class, Number.class)) {
            assertThat(KeyEncoder.of(open, "{0}", TypeNames.WHERE_AMBIGUOUS).text(value))
                    .isEqualTo(text);
        }
    }

    @Test
    void f30_valueThatDoesNotFitADeclaredClass_alwaysNamesItsType() {
        assertThat(KeyEncoder.of(declared("longs"), "{0}", TypeNames.WHERE_AMBIGUOUS)
                        .text(List.of("x", 1)))
                .isEqualTo("(String!x,Integer!1)");
        assertThat(KeyEncoder.of(Integer.class, "{0}", TypeNames.WHERE_AMBIGUOUS)
                        .text(1L))
                .isEqualTo("Long!1");
    }

    @Test
    void f30_withoutNames_isTheTextOfTheValuesOwnType() {
        KeyEncoder encoder = KeyEncoder.of(Object.class, "{0}", TypeNames.NEVER);

        assertThat(encoder.text(7)).isEqualTo("7");
        assertThat(encoder.text("7")).isEqualTo("7");
        assertThat(encoder.text(Color.GREEN)).isEqualTo("GREEN");
        assertThat(encoder.text(new Point(1, 2))).isEqualTo("(1,2)");
        assertThat(encoder.text(List.of(1, "x"))).isEqualTo("(1,x)");
        assertThat(encoder.text(null)).isEqualTo("~");
    }

    private static Type declared(String field) {
        try {
            return Declared.class.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
