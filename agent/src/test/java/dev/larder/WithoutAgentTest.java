package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API does in a JVM without the agent, which this one is; and the checks, which are the same in all. */
final class WithoutAgentTest {

    private static final LarderCache<String> TEXTS = Larder.cache(String.class);

    @Test
    void nothing_isCached() throws IOException {
        assertThat(Larder.isActive()).isFalse();
        assertThat(Larder.mode()).isEqualTo(Mode.OFF);
        TEXTS.put("k", "v");
        TEXTS.putAll(Map.of("k", "v"));
        assertThat(TEXTS.putIfAbsent("k", "v")).isFalse();

        assertThat(TEXTS.get("k")).isNull();
        assertThat(TEXTS.exists("k")).isFalse();
        assertThat(TEXTS.getAll(List.of("k"))).isEmpty();
        assertThat(TEXTS.ttl("k")).isZero();
        assertThat(TEXTS.expire("k", Duration.ofSeconds(1))).isFalse();
        assertThat(TEXTS.getOrLoad("k", () -> "loaded")).isEqualTo("loaded");
        assertThatCode(() -> {
                    TEXTS.evict("k");
                    TEXTS.evictAll(List.of("k"));
                    TEXTS.evictPattern("*:absent");
                    TEXTS.evictTag("t");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void getOrLoad_loaderThrows_isTheSameInstance() {
        IOException thrown = new IOException("theirs");

        assertThatThrownBy(() -> TEXTS.getOrLoad("k", () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void counters_countInThisProcess() {
        LarderCache<Long> longs = Larder.cache(long.class).withTtl(Duration.ofMinutes(1));

        assertThat(longs.increment("WithoutAgentTest", 2)).isEqualTo(2);
        assertThat(TEXTS.decrement("WithoutAgentTest")).isEqualTo(1);
        assertThat(longs.ttl("WithoutAgentTest")).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(longs.expire("WithoutAgentTest", Duration.ofMinutes(5))).isTrue();
        TEXTS.evictPattern("Without*Te?t");
        assertThat(longs.increment("WithoutAgentTest", 0)).isZero();
    }

    @Test
    void handles_sayWhatTheyAre() {
        LarderCache<List<String>> lists = Larder.cache(new ValueType<List<String>>() {})
                .withTtl(Duration.ofMillis(1))
                .withTags("a", "b", "a");

        assertThat(lists).hasToString("LarderCache<java.util.List<java.lang.String>>[ttl=PT0.001S, tags=[a, b]]");
        assertThat(TEXTS.withTtl(Duration.ofNanos(1))).asString().contains("ttl=PT0.001S");
        assertThat(TEXTS.withTtl(Duration.ofSeconds(Long.MAX_VALUE))).asString().contains("ttl=PT87600H");
        assertThat(TEXTS.withTags("a").withTags()).asString().contains("tags=[]");
    }

    static Stream<ThrowingCallable> nulls() {
        Map<String, String> nullKey = new HashMap<>();
        nullKey.put(null, "v");
        return Stream.of(
                () -> Larder.cache((Class<String>) null),
                () -> Larder.cache((ValueType<String>) null),
                () -> Larder.key(null),
                () -> TEXTS.get(null),
                () -> TEXTS.getAll(null),
                () -> TEXTS.getAll(Collections.singleton(null)),
                () -> TEXTS.getOrLoad(null, () -> "v"),
                () -> TEXTS.getOrLoad("k", null),
                () -> TEXTS.put(null, "v"),
                () -> TEXTS.putAll(null),
                () -> TEXTS.putAll(nullKey),
                () -> TEXTS.putIfAbsent(null, "v"),
                () -> TEXTS.evict(null),
                () -> TEXTS.evictAll(Arrays.asList("k", null)),
                () -> TEXTS.evictPattern(null),
                () -> TEXTS.evictTag(null),
                () -> TEXTS.exists(null),
                () -> TEXTS.ttl(null),
                () -> TEXTS.expire(null, Duration.ofSeconds(1)),
                () -> TEXTS.expire("k", null),
                () -> TEXTS.increment(null),
                () -> TEXTS.decrement(null, 1),
                () -> TEXTS.withTtl(null),
                () -> TEXTS.withTags((String[]) null),
                () -> TEXTS.withTags("a", null));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void null_isRefusedWithWhatToPass(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .hasMessageMatching("The .+ is null\\. Pass .+\\.");
    }

    static Stream<ThrowingCallable> impossible() {
        return Stream.of(
                () -> Larder.cache(void.class),
                () -> TEXTS.get(""),
                () -> TEXTS.get("user 42"),
                () -> TEXTS.get("user:42\n"),
                () -> TEXTS.get("user:\u00e9"),
                () -> TEXTS.get("\u007f"),
                () -> TEXTS.get("k".repeat(201)),
                () -> TEXTS.evictPattern("user *"),
                () -> TEXTS.evictTag(""),
                () -> TEXTS.withTags("a b"),
                () -> TEXTS.withTtl(Duration.ZERO),
                () -> TEXTS.withTtl(Duration.ofMillis(-1)),
                () -> TEXTS.expire("k", Duration.ZERO),
                () -> TEXTS.increment("k", -1),
                () -> TEXTS.decrement("k", Long.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatCanNeverWork_isRefusedWithWhatToDo(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".+\\. .+\\."); // what is wrong, and what to do
    }

    @Test
    void longestKey_isFine() {
        assertThatCode(() -> TEXTS.get("~".repeat(200))).doesNotThrowAnyException();
    }

    @Test
    void valueType_thatSaysNothing_isRefused() {
        assertThat(new ValueType<Map<String, List<Long>>>() {}.type().getTypeName())
                .isEqualTo("java.util.Map<java.lang.String, java.util.List<java.lang.Long>>");
        assertThatThrownBy(WithoutAgentTest::<String>variable)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type variable");
        assertThatThrownBy(Indirect::new)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not say");
    }

    private static <T> ValueType<List<T>> variable() {
        return new ValueType<List<T>>() {};
    }

    private static class Direct extends ValueType<String> {}

    private static final class Indirect extends Direct {}
}
