package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Animal;
import dev.larder.agent.core.codec.json.Fixtures.Base;
import dev.larder.agent.core.codec.json.Fixtures.Cat;
import dev.larder.agent.core.codec.json.Fixtures.Derived;
import dev.larder.agent.core.codec.json.Fixtures.Node;
import dev.larder.agent.core.config.LoadConfig;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Values that cannot be restored are refused, with where in them the reason is and what to do. */
final class UnfitValuesTest {

    @Test
    void h93_classTheSignatureDoesNotName_isRefusedWithItsPlace() {
        assertRefused(new TypeRef<List<Animal>>() {}, List.of(new Cat("Tom")), "$[0]", "Animal", "Cat");
        assertRefused(new TypeRef<List<Base>>() {}, List.of(new Base(), new Derived()), "$[1]", "Base", "Derived");
        assertRefused(new TypeRef<Map<String, Object>>() {}, Map.of("cat", new Cat("Tom")), "$[0]", "Object", "Cat");
        assertRefused(new TypeRef<Runnable>() {}, (Runnable) () -> {}, "$", "Runnable");
    }

    private static void assertRefused(TypeRef<?> type, Object value, String... parts) {
        assertThatThrownBy(() -> RoundTrip.codec(type, false).encode(value))
                .isInstanceOf(CodecException.class)
                .hasNoCause()
                .message()
                .contains(parts)
                .doesNotContain("Tom");
    }

    @Test
    void f45_refusedValues_haveARemedyOfTheirKind() {
        assertRemedy(new TypeRef<Object>() {}, DayOfWeek.MONDAY, "Declare the classes that are returned");
        assertRemedy(new TypeRef<Object>() {}, new Thread("t"), "Return what callers need of it");
        assertRemedy(new TypeRef<Thread>() {}, new Thread("t"), "Return what callers need of it");
        assertRemedy(new TypeRef<List<Animal>>() {}, List.of(new Cat("Tom")), "types = Cat.class");
        assertRemedy(new TypeRef<Inner>() {}, new Inner(), "Make it a static nested class");
        assertRemedy(new TypeRef<byte[]>() {}, new byte[2_000_000], "raise larder.value.max-size");
        assertRemedy(new TypeRef<List<String>>() {}, List.of("x".repeat(2_000_000)), "raise larder.value.max-size");
        assertRemedy(new TypeRef<Wrapper>() {}, new Wrapper("a", 0), "return a record of what callers need");
    }

    /** The class is what the signature names, so to declare it is no remedy. */
    @Test
    void f45_classOfTheJdkThatIsDeclared_isNotSaidToBeUndeclared() {
        assertThat(refusal(new TypeRef<AtomicInteger>() {}, new AtomicInteger()))
                .hasMessageContaining(
                        "at $: java.util.concurrent.atomic.AtomicInteger is of a class of the JDK that cannot be stored")
                .extracting(CodecException::remedy)
                .isEqualTo("Return what callers need of it: a number, a text, a collection or a record.");
        assertThat(refusal(new TypeRef<List<BitSet>>() {}, List.of(new BitSet())))
                .hasMessageContaining("at $[0]: java.util.BitSet is of a class of the JDK that cannot be stored");
    }

    @Test
    void f45_treeWithAComparator_isToldSoAndToBeCopied() {
        Set<String> tree = new TreeSet<>(Comparator.comparing(String::length));
        Map<String, Integer> map = new TreeMap<>(Comparator.comparing(String::length));

        assertThat(refusal(new TypeRef<Set<String>>() {}, tree))
                .hasMessageContaining("java.util.TreeSet, which is sorted by a comparator that cannot be stored");
        assertThat(refusal(new TypeRef<Object>() {}, tree)).hasMessageContaining("which is sorted by a comparator");
        assertRemedy(new TypeRef<Set<String>>() {}, tree, "Copy it, as in new LinkedHashSet<>(it)");
        assertRemedy(new TypeRef<Map<String, Integer>>() {}, map, "Copy it, as in new LinkedHashMap<>(it)");
    }

    private static CodecException refusal(TypeRef<?> type, Object value) {
        return catchThrowableOfType(
                CodecException.class, () -> RoundTrip.codec(type, false).encode(value));
    }

    final class Inner {}

    private static void assertRemedy(TypeRef<?> type, Object value, String remedy) {
        assertThatThrownBy(() -> RoundTrip.codec(type, false).encode(value))
                .isInstanceOfSatisfying(
                        CodecException.class,
                        refused -> assertThat(refused.remedy()).contains(remedy).endsWith("."));
    }

    /** A record whose constructor does something to its content each time. */
    record Wrapper(String text, int calls) {
        Wrapper {
            calls++;
        }
    }

    @Test
    void h99_cycle_isWrittenToItsEnd() {
        Node a = new Node();
        a.next = new Node();
        a.next.next = a;

        assertThat(RoundTrip.through(Node.class, a).next.next.next.next.next).isNotNull();
    }

    @Test
    void h99_listOfAHundredThousandNodes_isRefused() {
        Node head = null;
        for (int i = 0; i < 100_000; i++) {
            Node node = new Node();
            node.next = head;
            head = node;
        }
        Node deep = head;
        assertThatThrownBy(() -> RoundTrip.codec(Node.class).encode(deep))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("200 levels");
        assertRemedy(new TypeRef<Node>() {}, deep, "Return a list in place of objects that each lead to the next");
    }

    @Test
    void h99_objectsThatHoldThreadsOrLoaders_areRefused() {
        record Holder(Object thing) {}
        record Typed(Thread thread, ClassLoader loader) {}
        assertRefused(new TypeRef<Holder>() {}, new Holder(Thread.currentThread()), "$.thing", "java.lang.Thread");
        assertRefused(new TypeRef<Typed>() {}, new Typed(null, getClass().getClassLoader()), "$.loader", "ClassLoader");
        assertThat(RoundTrip.through(Typed.class, new Typed(null, null))).isEqualTo(new Typed(null, null));
    }

    @Test
    void h88_valueOverTheLimit_stopsWhileWriting() {
        ValueCodec codec = new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES)
                .codecFor(new TypeRef<List<List<Integer>>>() {}.type(), 1_000);
        // The second half cannot be written at all; had it been reached, the message would be another.
        List<List<Integer>> value = new ArrayList<>(Collections.nCopies(50_000, null));
        value.set(49_999, Collections.synchronizedList(new ArrayList<>()));

        assertThatThrownBy(() -> codec.encode(value))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("limit of 1000 bytes");
    }
}
