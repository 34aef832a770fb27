package dev.larder.agent.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyLengthTest {

    @Test
    void bound_keyOfUpTo200Bytes_isItself() {
        String key = "k".repeat(200);

        assertThat(KeyLength.bound(key)).isSameAs(key);
    }

    @Test
    void bound_longerKey_keepsItsStartAndEndsInADigest() {
        assertThat(KeyLength.bound("k".repeat(201)))
                .hasSize(200)
                .matches("k{167}#[0-9a-f]{32}")
                .isNotEqualTo(KeyLength.bound("k".repeat(202)));
    }

    /** SHA-256 of a million times "a", as published with the algorithm. */
    @Test
    void bound_digest_isTheFirstHalfOfSha256() {
        assertThat(KeyLength.bound("a".repeat(1_000_000))).endsWith("#cdc76e5c9914fb9281a1c7e284d73e67");
    }

    @ParameterizedTest
    @ValueSource(ints = {164, 165, 166, 167, 168})
    void bound_escapeAtTheCut_isNotCutInTwo(int start) {
        String bound = KeyLength.bound("k".repeat(start) + "%C3%A9" + "k".repeat(300));

        assertThat(bound).hasSizeBetween(198, 200).matches("k+(%[0-9A-F]{2})*#[0-9a-f]{32}");
    }

    @Test
    void h106_shortKeyThatForgesADigest_isShortenedItself() {
        String shortened = KeyLength.bound("k".repeat(1000));

        assertThat(KeyLength.bound(shortened)).hasSize(200).isNotEqualTo(shortened);
        for (int escapeAt = 165; escapeAt < 168; escapeAt++) {
            String other = KeyLength.bound("k".repeat(escapeAt) + "%20".repeat(30));
            assertThat(KeyLength.bound(other)).isNotEqualTo(other);
        }
    }
}
