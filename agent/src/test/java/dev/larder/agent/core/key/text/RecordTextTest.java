package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record contributes what its components hold, whatever its accessors return. */
final class RecordTextTest {

    record Card(String number) {
        @Override
        public String number() {
            return "************" + number.substring(12);
        }
    }

    record Failing(String secret) {
        @Override
        public String secret() {
            throw new IllegalStateException("secret");
        }
    }

    static Stream<Arguments> masked() {
        Card one = new Card("4000000000001234");
        Card other = new Card("5555555555551234");
        return Stream.of(
                Arguments.of(Card.class, one, other),
                Arguments.of(Object.class, one, other),
                Arguments.of(Card[].class, new Card[] {one}, new Card[] {other}),
                Arguments.of(Object.class, List.of(one), List.of(other)),
                Arguments.of(Object.class, Set.of(one), Set.of(other)),
                Arguments.of(Object.class, Map.of(one, 1), Map.of(other, 1)),
                Arguments.of(Object.class, Map.of(1, one), Map.of(1, other)),
                Arguments.of(
                        KeyEncoderTest.Labelled.class,
                        new KeyEncoderTest.Labelled(List.of(), one),
                        new KeyEncoderTest.Labelled(List.of(), other)));
    }

    @ParameterizedTest
    @MethodSource("masked")
    void f28_recordsWhoseAccessorsShowTheSame_areToldApartByWhatTheyHold(Type declared, Object one, Object other) {
        for (TypeNames names : TypeNames.values()) {
            KeyEncoder encoder = KeyEncoder.of(declared, "{0}", names);
            assertThat(encoder.text(one)).isNotEqualTo(encoder.text(other));
        }
    }

    @Test
    void f28_accessorThatThrows_isNotAsked() {
        assertThat(KeyEncoder.of(Failing.class, "{0}", TypeNames.ALWAYS).text(new Failing("s")))
                .isEqualTo("(s)");
    }
}
