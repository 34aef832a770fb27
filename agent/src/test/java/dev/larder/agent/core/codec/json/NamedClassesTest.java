package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Animal;
import dev.larder.agent.core.codec.json.Fixtures.Cat;
import dev.larder.agent.core.codec.json.Fixtures.Circle;
import dev.larder.agent.core.codec.json.Fixtures.Dot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Classes that an annotation names in {@code types}. */
final class NamedClassesTest {

    record Money(int cents) implements Comparable<Money> {
        @Override
        public int compareTo(Money other) {
            return Integer.compare(cents, other.cents);
        }
    }

    @Test
    void objectPlaces_holdTheNamedClassesAndWhatTheyHeldBefore() throws CodecException {
        TypeRef<Map<String, Object>> type = new TypeRef<>() {};
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", new Money(5));
        value.put("b", Arrays.asList(new Money(6), "text", 7L, null, Dot.DOT));
        value.put("c", 1);
        assertThat(copyOf(type, value, Money.class, Dot.class)).isEqualTo(value);
        assertThat(copyOf(new TypeRef<List<Comparable<?>>>() {}, List.of(new Money(1), "x"), Money.class))
                .isEqualTo(List.of(new Money(1), "x"));
    }

    private static Object copyOf(TypeRef<?> type, Object value, Class<?>... types) throws CodecException {
        ValueCodec writer = RoundTrip.codec(type, false, types);
        ValueCodec reader = RoundTrip.codec(type, false, types);
        assertThat(reader.fingerprint()).isEqualTo(RoundTrip.codec(type, true).fingerprint());
        return reader.decode(writer.encode(value));
    }

    @Test
    void interfacePlaces_withoutSubclasses_holdOnlyTheNamedClasses() throws CodecException {
        TypeRef<List<Animal>> type = new TypeRef<>() {};
        assertThat(copyOf(type, List.of(new Cat("Tom")), Cat.class)).isEqualTo(List.of(new Cat("Tom")));
        assertRefused(type, List.of(new Cat("Tom")), "larder.values.subclasses is false", "types = Cat.class");
    }

    @Test
    void objectPlaces_withoutTypes_refuseObjectsOfTheApplicationWithTheRemedy() {
        assertRefused(
                new TypeRef<Map<String, Object>>() {},
                Map.of("a", new Money(5)),
                "found " + Money.class.getName() + ", which is a class that neither the method's signature nor its"
                        + " annotation names",
                "types = Money.class");
    }

    private static void assertRefused(TypeRef<?> type, Object value, String reason, String remedy) {
        assertThatThrownBy(() -> RoundTrip.codec(type, false, Circle.class).encode(value))
                .isInstanceOfSatisfying(CodecException.class, refused -> {
                    assertThat(refused).hasMessageContaining(reason);
                    assertThat(refused.remedy()).contains(remedy);
                });
    }

    @Test
    void namedClass_outsideOfTheBound_isNotRead() throws CodecException {
        ValueCodec writer = RoundTrip.codec(new TypeRef<Object>() {}, false, Money.class);
        String money = RoundTrip.text(writer.encode(new Money(5))).replaceFirst("^\\[\"@\",(.*)]$", "$1");
        assertThat(money).startsWith("[\"" + Money.class.getName() + " ");
        assertThatThrownBy(() -> RoundTrip.codec(new TypeRef<Animal>() {}, true, Money.class, Cat.class)
                        .decode(RoundTrip.json(money)))
                .isInstanceOf(CodecException.class);
    }
}
