package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.redis.connection.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueFormatTest {

    private static final long DEADLINE = 1_790_000_000_000L;

    private final byte[] stored = Bytes.of("4:" + DEADLINE + ":00000000000000ab:00000000000000cd:0:\nenvelope");

    @Test
    void isUsable_untilTheDeadline_andNoLonger() {
        assertThat(ValueFormat.isUsable(stored, DEADLINE - 1)).isTrue();
        assertThat(ValueFormat.isUsable(stored, DEADLINE)).isFalse();
    }

    @Test
    void staleFrom_ofOneThatIsStaleForAWhile_isBeforeTheDeadline() {
        byte[] refreshed = Bytes.of("4:" + DEADLINE + ":00000000000000ab:80000000000000cd:60000:a v.1\nenvelope");
        assertThat(ValueFormat.staleFromMillis(refreshed)).isEqualTo(DEADLINE - 60_000);
        assertThat(ValueFormat.isUsable(refreshed, DEADLINE - 1)).isTrue();
        assertThat(ValueFormat.versionOf(refreshed)).isEqualTo(0x8000_0000_0000_00cdL);
        assertThat(ValueFormat.tags(refreshed)).isEqualTo(Map.of("a", "v.1"));
        assertThat(ValueFormat.staleFromMillis(stored)).isEqualTo(DEADLINE);
    }

    @Test
    void envelope_isWhatFollows() {
        assertThat(ValueFormat.envelope(stored)).isEqualTo(Bytes.of("envelope"));
        assertThat(ValueFormat.envelope(Bytes.of("4:" + DEADLINE + ":00000000000000ab:00000000000000cd:0:\n")))
                .isEmpty();
    }

    @Test
    void envelope_withLineBreaksAndTags_isAllThatFollowsTheHead() {
        byte[] tagged = Bytes.of("4:" + DEADLINE + ":00000000000000ab:00000000000000cd:0:a v.1\nline\nline");
        assertThat(ValueFormat.envelope(tagged)).isEqualTo(Bytes.of("line\nline"));
        assertThat(ValueFormat.head(tagged))
                .isEqualTo(Bytes.of("4:" + DEADLINE + ":00000000000000ab:00000000000000cd:0:a v.1\n"));
    }

    @Test
    void tags_written_areReadBackInTheirOrder() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("user:1", "ab.1");
        versions.put("{#}", "ab.2");
        byte[] head = Bytes.of("4:" + DEADLINE + ":00000000000000ab:00000000000000cd:0:"
                + Bytes.text(ValueFormat.write(versions)) + "\n");
        assertThat(ValueFormat.isUsable(head, 0)).isTrue();
        assertThat(ValueFormat.tags(head)).containsExactlyEntriesOf(versions);
        assertThat(ValueFormat.tags(stored)).isEmpty();
        assertThat(ValueFormat.write(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4",
                "4:",
                "4:1790000000000",
                "4:1790000000000:00000000000000ab:",
                "4:1790000000000:00000000000000ab:00000000000000cd:0",
                "4:1790000000000:00000000000000ab:00000000000000cd:0:without an end of the head",
                "4:1790000000000:00000000000000ab:00000000000000cd::\nx",
                "4:1790000000000:00000000000000ab:00000000000000cd:x:\nx",
                "4:1790000000000:00000000000000ab:00000000000000cd:12345678901234:\nx",
                "1:1790000000000:envelope",
                "1:1790000000000:\n",
                "2:1790000000000:\nx",
                "3:1790000000000:\nx",
                "3:1790000000000:00000000000000ab:\nx",
                "4:1790000000000:\nx",
                "5:1790000000000:00000000000000ab:00000000000000cd:0:\nx",
                "4:179000000000x:00000000000000ab:00000000000000cd:0:\nx",
                "4:1790000000000x00000000000000ab:00000000000000cd:0:\nx",
                "{\"json\": \"of somebody else\"}"
            })
    void isUsable_anythingElse_isNot(String other) {
        assertThat(ValueFormat.isUsable(Bytes.of(other), 0)).isFalse();
    }

    @Test
    void h116_value_belongsToItsOwnerAlone() {
        assertThat(ValueFormat.isForeign(stored, 0xab)).isFalse();
        assertThat(ValueFormat.isForeign(stored, 0xac)).isTrue();
        assertThat(Bytes.text(ValueFormat.write(0xab))).isEqualTo("00000000000000ab");
    }

    /** Older and newer versions of Larder write it during a rolling deployment. */
    @ParameterizedTest
    @ValueSource(strings = {"3:1790000000000:\nx", "5:1790000000000:and so on"})
    void h104_h116_valueOfAnotherFormatVersion_isNeitherFreshNorForeign(String other) {
        assertThat(ValueFormat.isForeign(Bytes.of(other), 0xab)).isFalse();
        assertThat(ValueFormat.isUsable(Bytes.of(other), 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "QUEUED", "OK", "PONG", "stored", "4:1790000000000:\nx", "{\"json\": \"of somebody else\"}"})
    void h116_answerOfAnotherCommand_isForeign(String other) {
        assertThat(ValueFormat.isForeign(Bytes.of(other), 0xab)).isTrue();
    }

    /** Of every release with this format version: else each would take the others' entries for foreign. */
    @Test
    void h104_h116_owner_isTheSameForEver() {
        KeySpace keys = new KeySpace("shop");
        long owner = keys.ownerOf(new EntryId("user:1", "f1"));
        assertThat(Bytes.text(ValueFormat.write(owner))).isEqualTo("43e77066edd95a63");
        assertThat(keys.ownerOf(new EntryId("user:1", "f2"))).isNotEqualTo(owner);
        assertThat(keys.ownerOf(new EntryId("user:1f", "1"))).isNotEqualTo(owner);
        assertThat(new KeySpace("stock").ownerOf(new EntryId("user:1", "f1"))).isNotEqualTo(owner);
    }
}
