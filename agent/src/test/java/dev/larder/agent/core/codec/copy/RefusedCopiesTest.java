package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static dev.larder.agent.core.codec.copy.CopySamples.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.CopySamples.Box;
import dev.larder.agent.core.codec.copy.CopySamples.Named;
import dev.larder.agent.core.codec.copy.CopySamples.Pair;
import dev.larder.agent.core.codec.copy.CopySamples.Point;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are not copied, and what copies are said to take. */
final class RefusedCopiesTest {

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
                Arguments.of(new DateTimeFormatterBuilder(), "java.time.format.DateTimeFormatterBuilder"),
                Arguments.of(Object.class.getMethods()[0], "java.lang.reflect.Method"),
                Arguments.of(changedKeys(), "keys that have changed"),
                Arguments.of(changedKeyInATable(), "keys that have changed"),
                Arguments.of(changedElementOfASortedSet(), "keys that have changed"),
                Arguments.of(new IllegalStateException("x"), "java.lang.IllegalStateException is a JDK type"),
                Arguments.of(RefusedCopiesTest.class.getClassLoader(), "JDK type that is not stored"),
                Arguments.of(new Box(ThreadLocal.withInitial(() -> 1), 1), "ThreadLocal"));
    }

    /** Two keys that are equal by now. */
    private static Map<Object, Object> changedKeys() {
        Point one = new Point(1);
        Map<Object, Object> map = new HashMap<>(Map.of(one, "a", new Point(2), "b"));
        one.x = 2;
        return map;
    }

    /** The set does not find its own element, and a copy would. */
    private static Set<Object> changedKeyInATable() {
        Point only = new Point(1);
        Set<Object> set = new HashSet<>(Set.of(only));
        only.x = 2;
        return set;
    }

    private static Set<StringBuilder> changedElementOfASortedSet() {
        StringBuilder first = new StringBuilder("a");
        Set<StringBuilder> set = new TreeSet<>(List.of(first, new StringBuilder("b")));
        first.replace(0, 1, "z");
        return set;
    }

    static Stream<Object> large() {
        byte[] mine = new byte[100_000];
        Set<String> sorted = new TreeSet<>((a, b) -> mine.length + a.compareTo(b) - mine.length);
        sorted.add("a");
        Map<String, Object> wide = new IdentityHashMap<>(50_000);
        wide.put("a", box(1));
        return Stream.of(
                sorted,
                wide,
                BigInteger.ONE.shiftLeft(800_000),
                new BigDecimal(BigInteger.TEN.pow(200_000)),
                URI.create("file:" + "x".repeat(30_000)),
                new File("x".repeat(30_000)),
                Path.of("x".repeat(30_000)),
                new ArrayList<>(Collections.nCopies(1, new Object[] {"x".repeat(100_000)})));
    }

    /** Also what is shared by all copies, and what a class of the JDK has inside. */
    @ParameterizedTest
    @MethodSource("large")
    void f36_bytesOfLargeObjects_areCounted(Object value) throws Exception {
        assertThat(Prototype.of(value, ROOM).bytes()).isGreaterThan(90_000);
    }

    @ParameterizedTest
    @MethodSource("uncopyable")
    void valueThatCannotBeCopied_isRefusedWithPlaceAndClass(Object value, String message) {
        assertThatThrownBy(() -> Prototype.of(value, ROOM))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(message);
    }

    @Test
    void placeThatIsFarIn_isShortened() {
        Object content = new ReentrantLock();
        for (int i = 0; i < 90; i++) {
            content = new Box(content, i);
        }
        Object deep = content;
        assertThatThrownBy(() -> Prototype.of(deep, ROOM))
                .hasMessageStartingWith("Cannot copy a " + Box.class.getTypeName() + ": at $.content.content")
                .hasMessageContaining("…")
                .hasMessageContaining(".content: java.util.concurrent.locks.ReentrantLock")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
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
}
