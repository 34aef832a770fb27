package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What templates take from the result of a method. */
final class ResultTemplatesTest extends TemplatesOfAService {

    @Test
    void result_ofAnyType_isRenderedAsAParameterWouldBe() throws Exception {
        assertThat(after("user:{result.id}:{id}", "find", user(7), 3L)).containsExactly("user:7:3");
        assertThat(after("user:{result.id}", "find", null, 3L)).containsExactly("user:~");
        assertThat(after("{result}", "next", 9L, 3)).containsExactly("9");
        assertThat(after("{result}", "letter", ':', 3)).containsExactly("%3A");
        assertThat(after("{result}", "ratio", -0.0, 3)).containsExactly("-0.0");
        assertThat(after("{result[].id}", "search", new Page<>(List.of(user(1), user(2))), "x"))
                .containsExactly("1", "2");
        assertThat(after("{result.content[].name}:{text}", "search", new Page<>(List.of(user(1))), "x"))
                .containsExactly("n1:x");
        assertThat(after("{result[].id}", "all", new User[] {user(5)})).containsExactly("5");
        assertThat(after("{result[].id}", "all", null)).isEmpty();
    }

    @Test
    void result_ofAStage_isWhatItComesTo() throws Exception {
        assertThat(after("user:{result.id}:{id}", "later", user(7), 3L)).containsExactly("user:7:3");
        assertThat(after("{result.name}", "later", null, 3L)).containsExactly("~");
        assertThat(after("{result[]}", "laterAll", List.of(1L, 2L))).containsExactly("1", "2");
        assertThat(after("{result}", "laterAll", List.of(1L, 2L))).containsExactly("(1,2)");
        assertThat(after("{result}", "laterRaw", 1L)).containsExactly("1");
    }

    @Test
    void needsResult_saysWhetherItCanBeRenderedBefore() throws Exception {
        assertThat(template("a:{id}", "find").needsResult()).isFalse();
        assertThat(template("a:{id}:{result.id}", "find").needsResult()).isTrue();
        assertThat(template("a:{result[].id}", "search").needsResult()).isTrue();
        assertThat(template("a:{result[].id}", "search").source()).isEqualTo("a:{result[].id}");
    }
}
