package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Account;
import dev.larder.agent.core.codec.json.Fixtures.Address;
import dev.larder.agent.core.codec.json.Fixtures.Animal;
import dev.larder.agent.core.codec.json.Fixtures.Base;
import dev.larder.agent.core.codec.json.Fixtures.Cat;
import dev.larder.agent.core.codec.json.Fixtures.Circle;
import dev.larder.agent.core.codec.json.Fixtures.Color;
import dev.larder.agent.core.codec.json.Fixtures.Derived;
import dev.larder.agent.core.codec.json.Fixtures.Dot;
import dev.larder.agent.core.codec.json.Fixtures.Err;
import dev.larder.agent.core.codec.json.Fixtures.Liar;
import dev.larder.agent.core.codec.json.Fixtures.Loose;
import dev.larder.agent.core.codec.json.Fixtures.Node;
import dev.larder.agent.core.codec.json.Fixtures.Ok;
import dev.larder.agent.core.codec.json.Fixtures.Order;
import dev.larder.agent.core.codec.json.Fixtures.Page;
import dev.larder.agent.core.codec.json.Fixtures.Person;
import dev.larder.agent.core.codec.json.Fixtures.PersonPage;
import dev.larder.agent.core.codec.json.Fixtures.Result;
import dev.larder.agent.core.codec.json.Fixtures.Shape;
import dev.larder.agent.core.codec.json.Fixtures.Square;
import dev.larder.agent.core.codec.json.Fixtures.Trimmed;
import dev.larder.agent.core.codec.json.Fixtures.TwoLists;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JsonCodecTest {

    private static final Person ANN =
            new Person(7, "Ann", new Address("Łódź", Optional.empty()), EnumSet.of(Color.GREEN));

    @Test
    void h92_listOfRecords_comesBackWithItsClasses() {
        List<Person> copy = RoundTrip.of(new TypeRef<>() {}, new ArrayList<>(List.of(ANN, ANN)));

        assertThat(copy).isEqualTo(List.of(ANN, ANN));
        assertThat(copy.get(0).likes()).hasSameClassAs(ANN.likes());
    }

    @Test
    void h92_mapWithLongKeysAndEnumSets_comesBackWithItsClasses() {
        Map<Long, Set<Color>> value = new HashMap<>();
        value.put(Long.MAX_VALUE, EnumSet.of(Color.RED, Color.GREEN));
        value.put(1L, new HashSet<>(Set.of(Color.BLUE)));
        value.put(null, null);

        assertThat(RoundTrip.of(new TypeRef<Map<Long, Set<Color>>>() {}, value)).isEqualTo(value);
    }

    @Test
    void h92_variableBoundInSubclass_givesElementsTheirClass() {
        PersonPage value = new PersonPage(List.of(ANN), 41);
        value.remembered = 5;

        PersonPage copy = RoundTrip.through(PersonPage.class, value);

        assertThat(copy.content()).isEqualTo(List.of(ANN)).hasSameClassAs(List.of(ANN));
        assertThat(copy.inheritedTotal()).isEqualTo(41);
        assertThat(copy.hiddenTotal()).isEqualTo("hidden by name");
        assertThat(copy.remembered).as("a transient field is state too").isEqualTo(5);
    }

    @Test
    void h92_nestedWildcards_countAsTheirBounds() {
        Map<String, List<Page<Person>>> value = Map.of("a", List.of(new Page<>(List.of(ANN), 1)));

        var copy = RoundTrip.of(
                new TypeRef<Map<? extends String, ? extends List<? extends Page<? extends Person>>>>() {}, value);

        assertThat(copy.get("a").get(0).content().get(0)).isEqualTo(ANN);
    }

    @Test
    void h94_numbersInOpenPlaces_keepTheirClass() {
        List<Object> value = new ArrayList<>(
                List.of(1, 1L, (short) 1, (byte) 1, 1.0f, 1.0, 'c', new BigDecimal("1.00"), true, "1", List.of(1L, 2)));

        assertThat(RoundTrip.of(new TypeRef<List<Object>>() {}, value)).isEqualTo(value);
        assertThat(RoundTrip.through(Loose.class, new Loose(Map.of("k", 1L), 2L, "x")))
                .isEqualTo(new Loose(Map.of("k", 1L), 2L, "x"));
    }

    @Test
    void h95_finalFieldsWithoutDefaultConstructor_areRestoredWithoutRunningAConstructor() {
        Account value = new Account("ann", new ArrayList<>(List.of(1, 2)));
        value.close();
        int constructed = Account.constructed;

        Account copy = RoundTrip.through(Account.class, value);

        assertThat(copy).isEqualTo(value).isNotSameAs(value);
        assertThat(copy.isOpen()).isFalse();
        assertThat(Account.constructed).isEqualTo(constructed);
    }

    @Test
    void encode_beanWithLyingAccessors_usesFieldsAlone() {
        Liar value = new Liar(3);
        value.next = new Liar(4);

        Liar copy = RoundTrip.through(Liar.class, value);

        assertThat(copy.state()).isEqualTo(3);
        assertThat(copy.next.state()).isEqualTo(4);
    }

    @Test
    void encode_recordWithEverything_comesBackEqual() {
        Order value = new Order(
                new BigDecimal("-0.00"),
                Instant.parse("2026-02-03T04:05:06.123456789Z"),
                new LinkedHashMap<>(Map.of(1L, EnumSet.noneOf(Color.class))),
                new int[][] {{1, 2}, {}, null},
                new byte[] {0, -1, 127});

        assertThat(RoundTrip.through(Order.class, value))
                .usingRecursiveComparison()
                .isEqualTo(value);
    }

    @Test
    void h93_sealedTypes_comeBackWithTheirClasses() {
        List<Shape> shapes = List.of(new Circle(Double.NaN), new Square(-0.0, new Circle(1)), Dot.DOT);
        assertThat(RoundTrip.of(new TypeRef<List<Shape>>() {}, shapes)).isEqualTo(shapes);

        List<Result<Person>> results = List.of(new Ok<>(ANN), new Err<>("gone"));
        assertThat(RoundTrip.of(new TypeRef<List<Result<Person>>>() {}, results))
                .isEqualTo(results);
    }

    @Test
    void h93_classTheSignatureDoesNotName_isRefusedWithItsPlace() {
        assertRefused(new TypeRef<List<Animal>>() {}, List.of(new Cat("Tom")), "$[0]", "Animal", "Cat");
        assertRefused(new TypeRef<List<Base>>() {}, List.of(new Base(), new Derived()), "$[1]", "Base", "Derived");
        assertRefused(new TypeRef<Map<String, Object>>() {}, Map.of("cat", new Cat("Tom")), "$[0]", "Object", "Cat");
        assertRefused(new TypeRef<Runnable>() {}, (Runnable) () -> {}, "$", "Runnable");
    }

    private static void assertRefused(TypeRef<?> type, Object value, String... parts) {
        assertThatThrownBy(() -> RoundTrip.codec(type).encode(value))
                .isInstanceOf(CodecException.class)
                .hasNoCause()
                .message()
                .contains(parts)
                .doesNotContain("Tom");
    }

    @Test
    void f45_refusedValues_haveARemedyOfTheirKind() {
        assertRemedy(new TypeRef<Object>() {}, new Thread("t"), "Declare the classes that are returned");
        assertRemedy(new TypeRef<List<Animal>>() {}, List.of(new Cat("Tom")), "Declare the class itself");
        assertRemedy(new TypeRef<Inner>() {}, new Inner(), "Make it a static nested class");
        assertRemedy(new TypeRef<byte[]>() {}, new byte[2_000_000], "raise larder.value.max-size");
        assertRemedy(new TypeRef<List<String>>() {}, List.of("x".repeat(2_000_000)), "raise larder.value.max-size");
        assertRemedy(new TypeRef<Wrapper>() {}, new Wrapper("a", 0), "return a record of what callers need");
    }

    final class Inner {}

    private static void assertRemedy(TypeRef<?> type, Object value, String remedy) {
        assertThatThrownBy(() -> RoundTrip.codec(type).encode(value))
                .isInstanceOfSatisfying(
                        CodecException.class,
                        refused -> assertThat(refused.remedy()).contains(remedy).endsWith("."));
    }

    @Test
    void encode_recordThatNormalises_doesNotSurviveUnlessNormal() throws CodecException {
        ValueCodec codec = RoundTrip.codec(Wrapper.class);
        assertThatThrownBy(() -> codec.encode(new Wrapper("a", 0)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("does not survive; at $.calls: java.lang.Integer came back");
    }

    /** A record whose constructor does something to its content each time. */
    record Wrapper(String text, int calls) {
        Wrapper {
            calls++;
        }
    }

    @Test
    void h93_classNotComparedBefore_isComparedWhenItComes() throws CodecException {
        ValueCodec sealed = RoundTrip.codec(Sealed.class);
        for (int i = 0; i < 10; i++) {
            sealed.encode(new Good(i));
        }
        assertThatThrownBy(() -> sealed.encode(new Bad(0))).hasMessageContaining("does not survive");
        assertThatThrownBy(() -> sealed.encode(new Bad(0))).hasMessageContaining("does not survive");
    }

    sealed interface Sealed permits Good, Bad {}

    record Good(int value) implements Sealed {}

    record Bad(int value) implements Sealed {
        Bad {
            value++;
        }
    }

    @Test
    void h93_valueThatDoesNotSurviveLater_isFoundBySampling() throws CodecException {
        ValueCodec codec = RoundTrip.codec(Drifting.class);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            refused += survives(codec, new Drifting(i < 500 ? 0 : 1)) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    private static boolean survives(ValueCodec codec, Object value) {
        try {
            codec.encode(value);
            return true;
        } catch (CodecException doesNotSurvive) {
            return false;
        }
    }

    record Drifting(int value) {
        Drifting {
            value += value;
        }
    }

    @Test
    void encode_recordNormalisedAlready_survives() {
        assertThat(RoundTrip.through(Trimmed.class, new Trimmed(" a "))).isEqualTo(new Trimmed("a"));
    }

    @Test
    void encode_oneObjectInTwoPlaces_isOneObjectInTheCopy() {
        List<String> shared = new ArrayList<>(List.of("x"));

        TwoLists copy = RoundTrip.through(TwoLists.class, new TwoLists(shared, shared));

        assertThat(copy.first()).isSameAs(copy.second());
        assertThat(RoundTrip.through(TwoLists.class, new TwoLists(new ArrayList<>(), new ArrayList<>()))
                        .first())
                .isNotNull();
    }

    @Test
    void encode_emptySingletonsInPlacesOfDifferentTypes_areNoAliases() {
        record Two(List<String> a, List<Integer> b, Map<String, String> c, Map<Long, Long> d) {}
        Two value = new Two(List.of(), List.of(), Collections.emptyMap(), Collections.emptyMap());

        assertThat(RoundTrip.through(Two.class, value)).isEqualTo(value);
    }

    @Test
    void encode_sameMutableDateTwice_isOneDateInTheCopy() {
        Date date = new Date(1);
        List<Date> copy = RoundTrip.of(new TypeRef<List<Date>>() {}, List.of(date, date));

        assertThat(copy.get(0)).isEqualTo(date).isSameAs(copy.get(1));
        List<Object> open = RoundTrip.of(new TypeRef<List<Object>>() {}, List.of(date, date));
        assertThat(open.get(0)).isEqualTo(date).isSameAs(open.get(1));
    }

    @Test
    void encode_manyPathsToFewObjects_staysSmall() throws CodecException {
        List<Object> value = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            value = new ArrayList<>(List.of(value, value));
        }
        assertThat(RoundTrip.codec(Object.class).encode(value).length).isLessThan(1_500);
    }

    @Test
    void encode_null_isAValue() throws CodecException {
        ValueCodec codec = RoundTrip.codec(Person.class);
        assertThat(codec.decode(codec.encode(null))).isNull();
        assertThat(codec.encode(null)).containsExactly(1, 0);
        assertThatThrownBy(() -> RoundTrip.codec(int.class).encode(null)).isInstanceOf(CodecException.class);
    }

    @Test
    void h97_byteArray_isStoredAsItIs() throws CodecException {
        byte[] value = new byte[10_000];
        ValueCodec codec = RoundTrip.codec(byte[].class);

        byte[] envelope = codec.encode(value);

        assertThat(envelope).hasSize(value.length + 2);
        assertThat((byte[]) codec.decode(envelope)).isEqualTo(value);
    }

    @Test
    void h99_cycle_isRefused() {
        Node a = new Node();
        a.next = new Node();
        a.next.next = a;

        assertThatThrownBy(() -> RoundTrip.codec(Node.class).encode(a))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$.next.next")
                .hasMessageContaining("contains itself");
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
        ValueCodec codec = new JsonCodecs().codecFor(new TypeRef<List<List<Integer>>>() {}.type(), 1_000);
        // The second half cannot be written at all; had it been reached, the message would be another.
        List<List<Integer>> value = new ArrayList<>(Collections.nCopies(50_000, null));
        value.set(49_999, Collections.synchronizedList(new ArrayList<>()));

        assertThatThrownBy(() -> codec.encode(value))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("limit of 1000 bytes");
    }

    @Test
    void h102_copiesAndBytes_areIndependentOfEachOther() throws CodecException {
        ValueCodec codec = RoundTrip.codec(new TypeRef<List<Account>>() {});
        List<Account> value = new ArrayList<>(List.of(new Account("ann", new ArrayList<>(List.of(1)))));
        byte[] envelope = codec.encode(value);
        byte[] before = envelope.clone();
        value.get(0).history().add(2);
        value.clear();

        @SuppressWarnings("unchecked")
        List<Account> first = (List<Account>) codec.decode(envelope);
        first.get(0).close();
        first.get(0).history().add(99);
        first.clear();

        assertThat(envelope).isEqualTo(before);
        assertThat(codec.decode(envelope)).isEqualTo(List.of(new Account("ann", List.of(1))));
    }
}
