package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyLength;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.store.Glob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** H108: what an argument holds never widens a pattern, and a pattern finds all keys it is meant for. */
final class PatternInjectionTest {

    private static final int TRIES = 20_000;

    private static final Map<String, Template> KEYS = new HashMap<>();
    private static final Map<String, List<Template>> PATTERNS = new HashMap<>();

    @SuppressWarnings("unused")
    static final class Methods {
        static void texts(@Nullable String a, @Nullable String b) {}
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings()
                .withChars("ab*?[]\\:,-~!()%#{}\u00e9 \n")
                .ofMaxLength(6)
                .injectNull(0.05);
    }

    @Property(tries = TRIES)
    void h108_argument_standsForItselfAlone(
            @ForAll("hostile") @Nullable String a,
            @ForAll("hostile") @Nullable String other,
            @ForAll("hostile") @Nullable String b) {
        String key = key("{a}:{b}", other, b);

        assertThat(matches("{a}:*", a, key)).isEqualTo(Objects.equals(a, other));
        assertThat(matches("{a}:?*", a, key)).isEqualTo(Objects.equals(a, other));
    }

    @Property(tries = TRIES)
    void h108_renderedPattern_hasTheWildcardsThatWereWritten(@ForAll("hostile") @Nullable String a) {
        for (Template pattern : patterns("x?{a}*:{a}")) {
            String rendered = pattern.render(new Object[] {a, null}, null).get(0);
            assertThat(rendered.replaceAll("[^*?]", "")).isEqualTo("?*");
            assertThat(rendered).matches("[!-~]+");
        }
    }

    /** Whatever stands behind the placeholder in the keys: text, or another placeholder. */
    @Property(tries = TRIES)
    void pattern_ofTheKeysOwnBeginning_findsThem(
            @ForAll("hostile") @Nullable String a, @ForAll("hostile") @Nullable String b) {
        for (String[] pair : new String[][] {
            {"{a}-{b}", "{a}-*"},
            {"{a}-x", "{a}-*"},
            {"{a}x{b}", "{a}x*"},
            {"{a}xy", "{a}x?"},
            {"{a}{b}", "{a}*"},
            {"{a}!{b}:{a}", "{a}!*"},
            {"{a}(é{b})", "{a}(é*"},
            {"u:{a}-{b}-{a}", "u:{a}-{b}-*"},
            {"{a}/{b}", "*/{b}"},
            {"{a}-{b}", "*-{b}"},
        }) {
            String key = key(pair[0], a, b);
            if (key.length() < KeyLength.MAX_BYTES) {
                assertThat(matches(pair[1], a, b, key))
                        .as("%s of %s for %s", pair[1], pair[0], key)
                        .isTrue();
            }
        }
    }

    private static boolean matches(String pattern, @Nullable String a, String key) {
        return matches(pattern, a, null, key);
    }

    private static boolean matches(String pattern, @Nullable String a, @Nullable String b, String key) {
        for (Template template : patterns(pattern)) {
            if (Glob.of(template.render(new Object[] {a, b}, null).get(0)).matches(key)) {
                return true;
            }
        }
        return false;
    }

    private static String key(String template, @Nullable String a, @Nullable String b) {
        Template compiled = KEYS.computeIfAbsent(template, PatternInjectionTest::compileKey);
        return compiled.render(new Object[] {a, b}, null).get(0);
    }

    private static List<Template> patterns(String pattern) {
        return PATTERNS.computeIfAbsent(pattern, PatternInjectionTest::compilePattern);
    }

    private static Template compileKey(String template) {
        try {
            return compiler().template(template, TemplateKind.PUT_KEY);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<Template> compilePattern(String pattern) {
        try {
            return compiler().pattern(pattern);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static TemplateCompiler compiler() throws Exception {
        return CompilerOf.method(Methods.class.getDeclaredMethod("texts", String.class, String.class));
    }
}
