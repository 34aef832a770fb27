package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Account;
import dev.larder.agent.core.codec.json.Fixtures.Address;
import dev.larder.agent.core.codec.json.Fixtures.Circle;
import dev.larder.agent.core.codec.json.Fixtures.Color;
import dev.larder.agent.core.codec.json.Fixtures.Dot;
import dev.larder.agent.core.codec.json.Fixtures.Err;
import dev.larder.agent.core.codec.json.Fixtures.Liar;
import dev.larder.agent.core.codec.json.Fixtures.Loose;
import dev.larder.agent.core.codec.json.Fixtures.Ok;
import dev.larder.agent.core.codec.json.Fixtures.Order;
import dev.larder.agent.core.codec.json.Fixtures.Page;
import dev.larder.agent.core.codec.json.Fixtures.Person;
import dev.larder.agent.core.codec.json.Fixtures.PersonPage;
import dev.larder.agent.core.codec.json.Fixtures.Result;
import dev.larder.agent.core.codec.json.Fixtures.Shape;
import dev.larder.agent.core.codec.json.Fixtures.Square;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Values come back with the classes and the contents that they had. */
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
}
