package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class GlobTest {

    @Property
    void matches_anyPatternAndText_agreesWithTheRegularExpression(
            @ForAll("texts") String glob, @ForAll("texts") String text) {
        StringBuilder regex = new StringBuilder();
        glob.codePoints()
                .forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
        boolean expected =
                Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
        assertThat(Glob.of(glob).matches(text)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab*?\\[\n").ofMaxLength(8);
    }

    /** A matcher that tries every star again would not end in this lifetime. */
    @Example
    void matches_manyStarsAgainstALongKey_comesBack() {
        assertThat(Glob.of("*a".repeat(50) + "b").matches("a".repeat(10_000))).isFalse();
    }
}
