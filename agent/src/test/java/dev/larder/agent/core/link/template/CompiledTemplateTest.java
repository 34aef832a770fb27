package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.TemplateKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What evictions, puts and tags are made from: arguments, and one text for each element of them. */
final class CompiledTemplateTest extends TemplatesOfAService {

    @Test
    void elements_ofAnyCollection_makeOneTextEach() throws Exception {
        assertThat(render("user:{ids[]}", "list", List.of(1L, 2L))).containsExactly("user:1", "user:2");
        assertThat(render("{names[]}:{page}", "strings", List.of("a:b", ""), 7)).containsExactly("a%3Ab:7", "!:7");
        assertThat(render("{roles[]}", "set", new LinkedHashSet<>(List.of(Role.GUEST, Role.ADMIN))))
                .containsExactly("GUEST", "ADMIN");
        assertThat(render("{users[].id}", "iterable", new Page<>(List.of(user(3)))))
                .containsExactly("3");
        assertThat(render("{ids[]}", "array", (Object) new Long[] {4L, 5L})).containsExactly("4", "5");
        assertThat(render("{ids[]}", "longs", new long[] {-1, Long.MAX_VALUE}))
                .containsExactly("-1", "9223372036854775807");
        assertThat(render("{names[]}", "varargs", (Object) new String[] {"x", "y"}))
                .containsExactly("x", "y");
        assertThat(render("{ids[]}", "nested", List.of(List.of(1L, 2L), List.of())))
                .containsExactly("(1,2)", "()");
        assertThat(render("{this.tenants[]}:{id}", "number", 1L)).containsExactly("a:1", "b:1");
    }

    /** A body may change what an argument refers to, but no argument. */
    @Test
    void isFixed_argumentsThatCannotChange_only() throws Exception {
        for (String fixed : List.of("a", "{name}:{role}", "{id}", "{key}{at}")) {
            assertThat(template(fixed, "fixed").isFixed()).as(fixed).isTrue();
        }
        for (String open : List.of("{number}", "{sum}", "{any}", "{ids}", "{ids[]}", "{this.tenants}", "{result}")) {
            assertThat(template(open, "open").isFixed()).as(open).isFalse();
        }
        assertThat(template("{user.id}", "user").isFixed()).isFalse();
        assertThat(template("{id}:{result.name}", "find").isFixed()).isFalse();
    }

    @Test
    void elements_twiceOverOneCollection_goTogether() throws Exception {
        assertThat(render("{users[].id}:{users[].name}", "users", List.of(user(1), user(2))))
                .containsExactly("1:n1", "2:n2");
        assertThat(render("{users[].roles}{users[].id}", "users", List.of(user(1))))
                .containsExactly("(ADMIN,GUEST),1");
    }

    @Test
    void elements_nullsAndDuplicates_areWhatTheyAreInKeys() throws Exception {
        assertThat(render("u:{ids[]}", "list", new Object[] {null})).isEmpty();
        assertThat(render("u:{ids[]}", "list", List.of())).isEmpty();
        assertThat(render("u:{ids[]}", "list", Arrays.asList(1L, null, 1L, null)))
                .containsExactly("u:1", "u:~");
        assertThat(render("u:{users[].id}", "users", Collections.singletonList(null)))
                .containsExactly("u:~");
        assertThat(render("u:{user.roles[]}", "user", new Object[] {null})).isEmpty();
        assertThat(render("u:{user.roles[]}", "user", new User(1L, "", null))).isEmpty();
    }

    /** A key of {@code {id}} where a Long is declared must be what {@code {ids[]}} makes of one. */
    @Test
    void elements_ofDeclaredTypes_makeTheKeysOfMethodsThatDeclareOne() throws Exception {
        Ids ids = new Ids();
        ids.add(42L);

        String key = render("user:{id}", "number", 42L).get(0);
        assertThat(key).isEqualTo("user:42");
        assertThat(render("user:{ids[]}", "list", ids)).containsExactly(key);
        assertThat(render("user:{ids[]}", "ids", ids)).containsExactly(key);
        assertThat(render("user:{page[].id}", "page", new Page<>(List.of(user(42)))))
                .containsExactly(key);
        assertThat(render("user:{page.content[].id}", "page", new Page<>(List.of(user(42)))))
                .containsExactly(key);
        assertThat(render("user:{users[].id}", "wildcard", List.of(user(42)))).containsExactly(key);
        assertThat(render("user:{map.keySet[]}", "map", Map.of(42L, user(42)))).containsExactly(key);
        assertThat(render("user:{map.values[].id}", "map", Map.of(1L, user(42))))
                .containsExactly(key);
    }

    /** As the table in docs/keys.md says. */
    @Test
    void keys_ofTextAndOfAValueThatIsIt_meetBehindASeparator() throws Exception {
        List<String> full = List.of("full");

        assertThat(render("user:{page}:{names[]}", "strings", full, 1))
                .isEqualTo(render("user:{page}:full", "strings", full, 1));
        assertThat(render("user:{page}-{names[]}", "strings", full, 1))
                .isNotEqualTo(render("user:{page}-full", "strings", full, 1));
    }

    @Test
    void elements_ofUndeclaredTypes_areWhatTheyAre() throws Exception {
        assertThat(render("{ids[]}", "anything", List.of(1L, "a"))).containsExactly("1", "a");
        assertThat(render("{keys[]}", "generic", List.of(1L))).containsExactly("1");
    }

    @Test
    void h108_longTexts_areBoundedAsKeysAreButPatternsAreNot() throws Exception {
        String name = "x".repeat(300);

        assertThat(render("k:{names[]}", "strings", List.of(name), 1).get(0)).hasSize(200);
        assertThat(template("k:{names[]}", "strings", TemplateKind.EFFECT_TAG)
                        .render(new Object[] {SERVICE, List.of(name), 1}, null)
                        .get(0))
                .hasSize(200);
        assertThat(pattern("k:{names[]}:*", "strings").get(0).render(new Object[] {SERVICE, List.of(name), 1}, null))
                .containsExactly("k:" + name + ":*");
    }

    @Test
    void arguments_areLeftAlone() throws Exception {
        Object[] arguments = {SERVICE, List.of(user(1))};
        Template template = template("{users[].id}", "users");

        assertThat(template.render(arguments, null)).isEqualTo(template.render(arguments, null));
        assertThat(arguments).hasSize(2);
    }

    private static List<Template> pattern(String template, String method) throws Exception {
        return CompilerOf.method(method(method)).pattern(template);
    }
}
