package dev.larder.agent.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file of keys may have, and what is said about others. */
final class KeyRingTest {

    @Test
    void firstKey_encrypts_andAllAreRead() {
        KeyRing ring = Keys.ring("# keys of the shop\n\n" + Keys.line("new", 1) + "  " + Keys.line("old", 2));

        assertThat(ring.writingId()).isEqualTo("new");
        assertThat(ring.size()).isEqualTo(2);
        assertThat(ring.key("old")).isNotNull().isNotEqualTo(ring.key("new"));
        assertThat(ring.key("other")).isNull();
    }

    @Test
    void names_areMadeWithTheDigestLine_orElseTheLastKey() {
        String digest = Keys.line("digest", 9);

        assertThat(Keys.ring(digest + Keys.line("a", 1)).names().key("k"))
                .isEqualTo(Keys.ring(Keys.line("b", 2) + Keys.line("a", 1) + digest)
                        .names()
                        .key("k"));
        assertThat(Keys.ring(Keys.line("b", 2) + Keys.line("a", 1)).names().key("k"))
                .isEqualTo(Keys.ring(Keys.line("a", 1)).names().key("k"))
                .isNotEqualTo(Keys.ring(Keys.line("b", 2)).names().key("k"));
        assertThat(Keys.ring(digest + Keys.line("a", 1)).key("digest")).isNull();
    }

    @Test
    void mistakes_areSaidWithTheirLine_andWithoutTheKey() {
        String good = Keys.line("a", 1);
        Map<String, String> problems = Map.of(
                "",
                "it has no key",
                "# nothing\n",
                "it has no key",
                Keys.line("digest", 1),
                "it has no key",
                good + "secretsecret\n",
                "line 2 has no colon",
                good + "\n" + Keys.line("a", 2),
                "line 3 has an id that an earlier line has",
                "with blank:" + Keys.base64(1, 32),
                "line 1 has an id that is not 1 to 32 letters, digits, underscores, dots or hyphens",
                "a:!secret!",
                "line 1 has a key that is not base64",
                "a:" + Keys.base64(1, 16),
                "line 1 has a key of 16 bytes instead of 32",
                "a:",
                "line 1 has a key of 0 bytes instead of 32");
        problems.forEach((text, problem) -> assertThatThrownBy(() -> KeyRing.parse(text))
                .as(text)
                .isInstanceOf(BadKeysException.class)
                .hasMessage(problem));
    }
}
