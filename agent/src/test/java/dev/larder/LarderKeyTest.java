package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.fixtures.ForwardingStore;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Larder#key} as the agent renders it, and what is left of that without one. */
final class LarderKeyTest {

    private final ApiOver agent = new ApiOver((CacheStore) new ForwardingStore() {});

    record Point(int x, Integer y) {}

    record Masked(String text) {
        @Override
        public String text() {
            return "*";
        }
    }

    enum Shade {
        DARK,
        LIGHT {}
    }

    /** With the key that an annotated method has whose parameters are declared with the types of the arguments. */
    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("user:42", "user:{0}", new Object[] {42}),
                Arguments.of("user:42", "user:{0}", new Object[] {42L}),
                Arguments.of("user:42", "user:{0}", new Object[] {"42"}),
                Arguments.of("users", "users", new Object[] {}),
                Arguments.of("a:b:a", "{0}:{1}:{0}", new Object[] {"a", "b"}),
                Arguments.of("x,y", "{0}{1}", new Object[] {"x", "y"}),
                Arguments.of("x,-y", "{0}-{1}", new Object[] {"x", "y"}),
                Arguments.of("x-", "{0}-", new Object[] {"x"}),
                Arguments.of("{a}:%C3%BC%25", "{{a}}:\u00fc%", new Object[] {}),
                Arguments.of("n:~", "n:{0}", new Object[] {null}),
                Arguments.of("n:null", "n:{0}", new Object[] {"null"}),
                Arguments.of("n:!", "n:{0}", new Object[] {""}),
                Arguments.of("n:a%3Ab%20%C3%A9", "n:{0}", new Object[] {"a:b \u00e9"}),
                Arguments.of("n:true:c:-1", "n:{0}:{1}:{2}", new Object[] {true, 'c', (byte) -1}),
                Arguments.of("n:19.99", "n:{0}", new Object[] {19.99}),
                Arguments.of("n:07%3A05", "n:{0}", new Object[] {LocalTime.of(7, 5)}),
                Arguments.of("n:DARK:LIGHT", "n:{0}:{1}", new Object[] {Shade.DARK, Shade.LIGHT}),
                Arguments.of("n:(1,~)", "n:{0}", new Object[] {new Point(1, null)}),
                Arguments.of("n:00ff", "n:{0}", new Object[] {new byte[] {0, -1}}),
                Arguments.of("n:(1,2)", "n:{0}", new Object[] {new long[] {1, 2}}),
                Arguments.of("n:(1,2)", "n:{0}", new Object[] {List.of(1L, 2L)}),
                Arguments.of("n:(1,~)", "n:{0}", new Object[] {Arrays.asList(1L, null)}),
                Arguments.of("n:()", "n:{0}", new Object[] {List.of()}),
                Arguments.of("n:(a,b)", "n:{0}", new Object[] {Set.of("b", "a")}),
                Arguments.of("n:(b,a)", "n:{0}", new Object[] {new ArrayDeque<>(List.of("b", "a"))}),
                Arguments.of("n:(k=1)", "n:{0}", new Object[] {Map.of("k", 1)}),
                Arguments.of(
                        "n:((1),(2,3))", "n:{0}", new Object[] {List.of(List.of(1), new ArrayList<>(List.of(2, 3)))}));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_isTheAnnotatedMethods_withAndWithoutAgent(String key, String template, Object[] arguments) {
        assertThat(agent.key(template, arguments)).isEqualTo(key);
        assertThat(Larder.key(template, arguments)).isEqualTo(key);
    }

    @Test
    void key_elementsOfSeveralTypes_nameThem() {
        assertThat(agent.key("n:{0}", List.of(1, 2L))).isEqualTo("n:(Integer!1,2)");
        assertThat(agent.key("n:{0}", List.of(Set.of(1), List.of(1))))
                .isEqualTo("n:(Set!(Integer!1),List!(Integer!1))");
    }

    @Test
    void f28_keyOfARecord_isMadeOfWhatItHolds_withAndWithoutAgent() {
        assertThat(agent.key("n:{0}", new Masked("a"))).isEqualTo("n:(a)");
        assertThat(Larder.key("n:{0}", new Masked("a"))).isEqualTo("n:(a)");
    }

    @Test
    void f29_keyOfAnOrderedMap_isMadeInItsOrder_withAndWithoutAgent() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", 2);
        assertThat(agent.key("n:{0}", map)).isEqualTo("n:OrderedMap!(b=1,a=2)");
        assertThat(Larder.key("n:{0}", map)).isEqualTo("n:(b=1,a=2)");
        assertThat(agent.key("n:{0}", new HashMap<>(map))).isEqualTo("n:(a=2,b=1)");
        assertThat(Larder.key("n:{0}", new HashMap<>(map))).isEqualTo("n:(a=2,b=1)");
    }

    @Test
    void key_nullForAllArguments_isOneNull() {
        assertThat(Larder.key("n:{0}", (Object[]) null)).isEqualTo("n:~");
    }

    @Property(tries = 300)
    void key_singleValues_areTheSameWithAndWithoutAgent(
            @ForAll("singles") Object one, @ForAll("singles") Object other) {
        for (String template : List.of("n:{0}:{1}", "{0}{1}", "{1}a{0}", "{0}/{1}\u00e4")) {
            assertThat(Larder.key(template, one, other)).isEqualTo(agent.key(template, one, other));
        }
    }

    @Provide
    Arbitrary<Object> singles() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(30).map(text -> (Object) text),
                Arbitraries.strings()
                        .withCharRange('\u0080', '\ud7ff')
                        .ofMaxLength(5)
                        .map(text -> (Object) text),
                Arbitraries.integers().map(number -> (Object) number),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.bigIntegers().map(number -> (Object) number),
                Arbitraries.chars().range(' ', '\u00ff').map(c -> (Object) c),
                Arbitraries.create(UUID::randomUUID).map(id -> (Object) id),
                Arbitraries.of(TimeUnit.class).map(unit -> (Object) unit));
    }

    @Test
    void key_longerThan200_endsInADigestOfTheWhole() {
        String text = "x".repeat(500);
        String key = agent.key("n:{0}:{1}", text, "a");

        assertThat(key).hasSize(200).matches("n:x{165}#[0-9a-f]{32}");
        assertThat(Larder.key("n:{0}:{1}", text, "a")).isEqualTo(key);
        assertThat(Larder.key("n:{0}:{1}", text, "b")).isNotEqualTo(key);
    }

    /** Whose escapes are cut, or which look like a shortened key. */
    static Stream<String> longTexts() {
        return Stream.of(
                "\u00e9".repeat(200),
                "x" + "\u00e9".repeat(200),
                "xx" + "\u00e9".repeat(200),
                "x".repeat(163) + "\ud83d\ude00".repeat(20),
                "x".repeat(196),
                "x".repeat(199));
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void key_long_isTheSameWithAndWithoutAgent(String text) {
        assertThat(Larder.key("n:{0}", text)).isEqualTo(agent.key("n:{0}", text));
    }

    @Test
    void key_thatLooksShortened_isShortened() {
        String forged = "x".repeat(167) + "#" + "0".repeat(32);

        assertThat(Larder.key(forged)).isEqualTo(agent.key(forged)).isNotEqualTo(forged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800", "\ud83d\ude00"})
    void key_surrogates_areTheSameWithAndWithoutAgent(String text) {
        assertThat(Larder.key("n:{0}:\u00e4", text)).isEqualTo(agent.key("n:{0}:\u00e4", text));
    }

    static Stream<Object> times() {
        Instant now = Instant.parse("2024-02-29T12:00:00.5Z");
        ZonedDateTime zoned = now.atZone(ZoneId.of("Europe/Berlin"));
        return Stream.of(
                now,
                zoned,
                zoned.toLocalDate(),
                zoned.toLocalTime(),
                zoned.toLocalDateTime(),
                zoned.toOffsetDateTime(),
                zoned.toOffsetDateTime().toOffsetTime(),
                zoned.getZone(),
                zoned.getOffset(),
                Duration.ofMinutes(3),
                Period.ofDays(2),
                Year.of(2024),
                YearMonth.of(2024, 2),
                MonthDay.of(2, 29),
                DayOfWeek.MONDAY);
    }

    @ParameterizedTest
    @MethodSource("times")
    void key_times_areTheSameWithAndWithoutAgent(Object time) {
        assertThat(Larder.key("n:{0}", time)).isEqualTo(agent.key("n:{0}", time));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", new Object[] {}, "is empty"),
                Arguments.of("n:{0", new Object[] {1}, "has a '{' without its '}' at position 2"),
                Arguments.of("n:0}", new Object[] {}, "has a '}' without its '{' at position 3"),
                Arguments.of("n {0}", new Object[] {1}, "white space"),
                Arguments.of("n:{id}", new Object[] {1}, "names '{id}'"),
                Arguments.of("n:{0.id}", new Object[] {1}, "names '{0.id}'"),
                Arguments.of("n:{}", new Object[] {1}, "names '{}'"),
                Arguments.of("n:{1}", new Object[] {1}, "names {1}, but there is 1 argument"),
                Arguments.of("n:{0}", new Object[] {}, "names {0}, but there are 0 arguments"),
                Arguments.of("n:{0}", new Object[] {1, 2}, "has no place for argument 1"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void template_malformed_isRefusedWithThePlace(String template, Object[] arguments, String message) {
        assertThatThrownBy(() -> Larder.key(template, arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageMatching("The key template .+\\. .+");
    }

    static Stream<Object> unstable() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        itself.add(itself);
        Map<Object, Object> deep = new LinkedHashMap<>();
        deep.put("date", List.of(new Date()));
        return Stream.of(
                new Object(), new Date(), itself, deep, new StringBuilder("x"), JapaneseDate.of(2024, 2, 29), (Runnable)
                        () -> {});
    }

    @ParameterizedTest
    @MethodSource("unstable")
    void argument_withoutStableText_isRefused(Object argument) {
        assertThatThrownBy(() -> Larder.key("n:{0}", argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{0}");
        assertThatThrownBy(() -> agent.key("n:{0}", argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{0}");
    }

    @Test
    void argument_thatIsHuge_isShortened() {
        assertThat(agent.key("n:{0}", BigInteger.TEN.pow(5_000))).hasSize(200);
    }
}
