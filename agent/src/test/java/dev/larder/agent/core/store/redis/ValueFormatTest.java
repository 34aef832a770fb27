package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueFormatTest {

    private static final long DEADLINE = 1_790_000_000_000L;

    private final byte[] stored = Bytes.of("1:" + DEADLINE + ":envelope");

    @Test
    void isFresh_untilTheDeadline_andNoLonger() {
        assertThat(ValueFormat.isFresh(stored, DEADLINE - 1)).isTrue();
        assertThat(ValueFormat.isFresh(stored, DEADLINE)).isFalse();
    }

    @Test
    void envelope_isWhatFollows() {
        assertThat(ValueFormat.envelope(stored)).isEqualTo(Bytes.of("envelope"));
        assertThat(ValueFormat.envelope(Bytes.of("1:" + DEADLINE + ":"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1:",
                "1:1790000000000",
                "2:1790000000000:x",
                "1:179000000000x:x",
                "1:1790000000000x",
                "{\"json\": \"of somebody else\"}"
            })
    void isFresh_anythingElse_isNot(String other) {
        assertThat(ValueFormat.isFresh(Bytes.of(other), 0)).isFalse();
    }
}
