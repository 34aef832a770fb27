package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Trimmed;
import org.junit.jupiter.api.Test;

/** What is read is compared with what was written, as long as a class may do something of its own when it is read. */
final class ComparedValuesTest {

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
}
