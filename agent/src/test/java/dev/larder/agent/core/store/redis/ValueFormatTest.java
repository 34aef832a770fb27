package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueFormatTest {

    private static final long DEADLINE = 1_790_000_000_000L;

    private final byte[] stored = Bytes.of("2:" + DEADLINE + ":\nenvelope");

    @Test
    void isFresh_untilTheDeadline_andNoLonger() {
        assertThat(ValueFormat.isFresh(stored, DEADLINE - 1)).isTrue();
        assertThat(ValueFormat.isFresh(stored, DEADLINE)).isFalse();
    }

    @Test
    void envelope_isWhatFollows() {
        assertThat(ValueFormat.envelope(stored)).isEqualTo(Bytes.of("envelope"));
        assertThat(ValueFormat.envelope(Bytes.of("2:" + DEADLINE + ":\n"))).isEmpty();
    }

    @Test
    void envelope_withLineBreaksAndTags_isAllThatFollowsTheHead() {
        byte[] tagged = Bytes.of("2:" + DEADLINE + ":a v.1\nline\nline");
        assertThat(ValueFormat.envelope(tagged)).isEqualTo(Bytes.of("line\nline"));
        assertThat(ValueFormat.head(tagged)).isEqualTo(Bytes.of("2:" + DEADLINE + ":a v.1\n"));
    }

    @Test
    void tags_written_areReadBackInTheirOrder() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("user:1", "ab.1");
        versions.put("{#}", "ab.2");
        byte[] head = Bytes.of("2:" + DEADLINE + ":" + Bytes.text(ValueFormat.write(versions)) + "\n");
        assertThat(ValueFormat.isFresh(head, 0)).isTrue();
        assertThat(ValueFormat.tags(head)).containsExactlyEntriesOf(versions);
        assertThat(ValueFormat.tags(stored)).isEmpty();
        assertThat(ValueFormat.write(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2:",
                "2:1790000000000",
                "2:1790000000000:",
                "2:1790000000000:without an end of the head",
                "1:1790000000000:envelope",
                "1:1790000000000:\n",
                "3:1790000000000:\nx",
                "2:179000000000x:\nx",
                "2:1790000000000x\n",
                "{\"json\": \"of somebody else\"}"
            })
    void isFresh_anythingElse_isNot(String other) {
        assertThat(ValueFormat.isFresh(Bytes.of(other), 0)).isFalse();
    }
}
