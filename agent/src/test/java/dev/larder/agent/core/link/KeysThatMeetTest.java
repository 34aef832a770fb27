package dev.larder.agent.core.link;

import static dev.larder.agent.core.link.MeetingKeys.cached;
import static dev.larder.agent.core.link.MeetingKeys.compiler;
import static dev.larder.agent.core.link.MeetingKeys.evicted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.link.template.TemplateCompiler;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an eviction declared for a general type evicts is what a method declared for the type of the value caches, and what
 * a method caches that is declared for the general type as well.
 */
final class KeysThatMeetTest {
    @ParameterizedTest
    @MethodSource("dev.larder.agent.core.link.MeetingKeys#pairs")
    void f30_evictionDeclaredForAGeneralType_meetsWhatIsCachedForTheValuesOwn(String typed, String open, Object value)
            throws Throwable {
        assertThat(evicted("user:{id}", open, value)).contains(cached("user:{id}", typed, value));
    }

    @ParameterizedTest
    @MethodSource("dev.larder.agent.core.link.MeetingKeys#pairs")
    void f30_evictionDeclaredForAGeneralType_meetsWhatIsCachedForIt(String typed, String open, Object value)
            throws Throwable {
        assertThat(evicted("user:{id}", open, value)).contains(cached("user:{id}", open, value));
    }

    @Test
    void f30_commonIdentifiers_areEvictedUnderOneKey() throws Throwable {
        for (Object id : List.of(42L, "jo", new UUID(1, 2))) {
            assertThat(evicted("user:{id}", "serializable", id)).containsExactly("user:" + id);
        }
    }

    @Test
    void f30_declaredClass_isEvictedUnderOneKey() throws Throwable {
        assertThat(evicted("user:{id}", "ofInt", 42)).containsExactly("user:42");
        assertThat(evicted("user:{id}", "ofText", "42")).containsExactly("user:42");
        assertThat(evicted("user:{id}", "ofLongs", List.of(1L))).containsExactly("user:(1)");
    }

    @Test
    void f30_severalPlaceholders_meetWhateverTheOtherIsDeclaredAs() throws Throwable {
        assertThat(evicted("{a}:{b}", "two", 7, MeetingKeys.Color.RED))
                .contains(
                        cached("{a}:{b}", "two", 7, MeetingKeys.Color.RED),
                        cached("{a}:{b}", "twoTyped", 7, MeetingKeys.Color.RED),
                        cached("{a}:{b}", "twoMixed", 7, MeetingKeys.Color.RED));
        assertThat(evicted("{a}{b}{c}{d}", "four", 1, 2, 3, 4))
                .contains(cached("{a}{b}{c}{d}", "four", 1, 2, 3, 4), cached("{a}{b}{c}{d}", "fourTyped", 1, 2, 3, 4));
    }

    @Test
    void f30_elementsAndPatterns_meetAsWell() throws Throwable {
        assertThat(evicted("user:{ids[]}", "elements", List.of(7, 8L)))
                .containsExactly("user:Integer!7", "user:7", "user:8");
        List<Template> patterns = compiler("object", 1).pattern("page:{id}:*");
        assertThat(patterns.get(0).render(new Object[] {7}, null)).containsExactly("page:Integer!7:*", "page:7:*");
    }

    @Test
    void f30_putDeclaredForAGeneralType_evictsTheOtherKeysOfTheValue() throws Throwable {
        TemplateCompiler templates = compiler("object", 1);
        Template key = templates.template("user:{id}", TemplateKind.PUT_KEY);
        Template others = templates.otherForms(key);

        assertThat(key.render(new Object[] {7}, null)).containsExactly("user:Integer!7");
        assertThat(others.render(new Object[] {7}, null)).containsExactly("user:7");
        assertThat(others.render(new Object[] {7L}, null)).isEmpty();
        TemplateCompiler typed = compiler("ofInt", 1);
        assertThat(typed.otherForms(typed.template("user:{id}", TemplateKind.PUT_KEY)))
                .isNull();
    }

    @Test
    void f30_defaultKey_namesTypes() throws Throwable {
        assertThat(cached("", "object", 42L)).isEqualTo("a.B.c():Long!42");
        assertThat(cached("", "object", "jo")).isEqualTo("a.B.c():String!jo");
    }

    @Property(tries = 2_000)
    void f30_anyLongAndAnyText_meet(@ForAll long number, @ForAll String text) throws Throwable {
        assertThat(evicted("user:{id}", "object", number)).contains(cached("user:{id}", "ofLong", number));
        assertThat(evicted("user:{id}", "object", text)).contains(cached("user:{id}", "ofText", text));
        assertThat(cached("user:{id}", "object", number))
                .isNotEqualTo(cached("user:{id}", "object", Long.toString(number)));
    }
}
