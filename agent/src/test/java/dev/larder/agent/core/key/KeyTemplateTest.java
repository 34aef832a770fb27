package dev.larder.agent.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.key.KeyPart.Argument;
import dev.larder.agent.core.key.KeyPart.Element;
import dev.larder.agent.core.key.KeyPart.Literal;
import dev.larder.agent.core.key.KeyPart.Receiver;
import dev.larder.agent.core.key.KeyPart.Result;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTemplateTest {

    private static final String SIGNATURE = "com.acme.Prices.quote(String,int)";
    private static final KeyParameters NAMED = new KeyParameters(SIGNATURE, List.of("sku", "amount"), 2, false);
    private static final KeyParameters NAMELESS = new KeyParameters(SIGNATURE, List.of(), 2, false);

    @Test
    void parse_nameAndPositionAndPath_findTheirArgument() throws Exception {
        assertThat(parts("q:{sku}:{1}:{sku.maker.name}"))
                .containsExactly(
                        new Literal("q:"),
                        new Argument("{sku}", 0, List.of()),
                        new Literal(":"),
                        new Argument("{1}", 1, List.of()),
                        new Literal(":"),
                        new Argument("{sku.maker.name}", 0, List.of("maker", "name")));
    }

    @Test
    void parse_thisWithPath_isTheReceiver() throws Exception {
        assertThat(parts("{this.shop.id}")).containsExactly(new Receiver("{this.shop.id}", List.of("shop", "id")));
    }

    @Test
    void parse_positionWithPath_needsNoNames() throws Exception {
        assertThat(KeyTemplate.parse("{0.maker}", NAMELESS).parts())
                .containsExactly(new Argument("{0.maker}", 0, List.of("maker")));
    }

    @ParameterizedTest
    @CsvSource({"{{, {", "}}, }", "a{{b}}c, a{b}c", "{{{{}}, {{}"})
    void parse_doubledBraces_areBraces(String template, String literal) throws Exception {
        assertThat(parts(template)).containsExactly(new Literal(literal));
    }

    @Test
    void parse_bracesAroundPlaceholder_areReadFromTheLeft() throws Exception {
        assertThat(parts("{{{sku}}}"))
                .containsExactly(new Literal("{"), new Argument("{sku}", 0, List.of()), new Literal("}"));
    }

    @Test
    void parse_neighboursThatCouldRunTogether_areKeptApart() throws Exception {
        Argument sku = new Argument("{sku}", 0, List.of());
        Argument amount = new Argument("{amount}", 1, List.of());

        assertThat(parts("{sku}{amount}")).containsExactly(sku, new Literal(","), amount);
        assertThat(parts("{sku}x{amount}")).containsExactly(sku, new Literal(","), new Literal("x"), amount);
        assertThat(parts("{sku}-{amount}")).containsExactly(sku, new Literal(","), new Literal("-"), amount);
        assertThat(parts("{sku}({amount})"))
                .containsExactly(sku, new Literal(","), new Literal("("), amount, new Literal(")"));
        assertThat(parts("{sku}é{amount}")).containsExactly(sku, new Literal(","), new Literal("%C3%A9"), amount);
    }

    @Test
    void parse_separatorsAndEnds_stayAsTheyAre() throws Exception {
        Argument sku = new Argument("{sku}", 0, List.of());
        Argument amount = new Argument("{amount}", 1, List.of());

        for (String separator : List.of(":", "/", "|", "#", ",", ";", "=", "~", ")")) {
            assertThat(parts("{sku}" + separator + "{amount}")).containsExactly(sku, new Literal(separator), amount);
        }
        assertThat(parts("{sku}.json")).containsExactly(sku, new Literal(".json"));
    }

    @Test
    void parse_literalBeyondAscii_isEscaped() throws Exception {
        assertThat(parts("größe:100%:{0}").get(0)).isEqualTo(new Literal("gr%C3%B6%C3%9Fe:100%25:"));
    }

    @Test
    void parse_emptyTemplate_isSignatureAndAllArguments() throws Exception {
        assertThat(KeyTemplate.parse("", NAMELESS).parts())
                .containsExactly(
                        new Literal(SIGNATURE),
                        new Literal(":"),
                        new Argument("{0}", 0, List.of()),
                        new Literal(":"),
                        new Argument("{1}", 1, List.of()));
    }

    @Test
    void parse_emptyTemplateOfOddlyNamedMethod_escapesWhatWouldEndOrRouteIt() throws Exception {
        KeyParameters odd = new KeyParameters("a.B.with {slot}: 5%()", List.of(), 0, true);

        assertThat(KeyTemplate.parse("", odd).parts())
                .containsExactly(new Literal("a.B.with%20%7Bslot%7D%3A%205%25()"));
    }

    @Test
    void parse_parameterNamedResult_isAParameter() throws Exception {
        KeyParameters parameters = new KeyParameters("a.B.c(int)", List.of("result"), 1, true);

        assertThat(KeyTemplate.parse("{result}", parameters).parts())
                .containsExactly(new Argument("{result}", 0, List.of()));
    }

    @Test
    void parse_parameterNamedThis_isReachedByItsPositionOnly() throws Exception {
        KeyParameters parameters = new KeyParameters("a.B.c(int)", List.of("this"), 1, false);

        assertThat(KeyTemplate.parse("{this.x}", parameters).parts().get(0)).isInstanceOf(Receiver.class);
        assertThat(KeyTemplate.parse("{0}", parameters).parts().get(0)).isInstanceOf(Argument.class);
    }

    @Test
    void h50_nameWithoutParameterNames_saysCompileWithParametersOrWritePosition() {
        KeyTemplateException problem =
                problem("q:{sku}", new KeyParameters("com.acme.Prices.quote(String)", List.of(), 1, false));

        assertThat(problem).hasMessage("key template 'q:{sku}' names 'sku', but the class file has no parameter names");
        assertThat(problem.remedy()).isEqualTo("Compile with -parameters or write {0}.");
    }

    @Test
    void parse_unknownName_namesTheNearest() {
        KeyTemplateException problem = problem("q:{amuont}", NAMED);

        assertThat(problem)
                .hasMessage(
                        "key template 'q:{amuont}' names 'amuont', but the method's parameters are 'amount', 'sku'");
        assertThat(problem.remedy()).isEqualTo("Write {amount} or {1}.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{result.id}|names the result, which only evictions and puts know",
                "{sku|has a '{' without its '}'",
                "{sku{0}}|has a '{' without its '}'",
                "sku}|has a '}' without its '{'",
                "{sku}}|has a '}' without its '{'",
                "a{}|has an empty '{}'",
                "{.sku}|has an empty name in '{.sku}'",
                "{sku.}|has an empty name in '{sku.}'",
                "{sku..x}|has an empty name in '{sku..x}'",
                "{2}|names position 2, but the method has 2 parameters",
                "{99999999999999999999}|names position 99999999999999999999, but",
                "{-1}|names '-1', but",
                "{01}|names '01', but",
                "{this}|names 'this' without a property",
                "{sku.parts[]}|asks for one entry per element of '{sku.parts}', which is no parameter",
                "{sku[].id}|asks for one entry per property in '{sku[].id}'",
                "{this.x[]}|asks for one entry per element of '{this.x}', which is no parameter",
                "{sku[]}:{sku[]}|has two '[]'",
                "{sku[]}:{amount[]}|has '[]' behind both '{sku}' and '{amount}'",
                "{sku[]}:{sku}|names all ids with '{sku}'",
                "{ sku }|has white space or a control character in '{ sku }'",
                "q {sku}|has white space or a control character in it",
            })
    void parse_malformedTemplate_saysWhatIsWrong(String template, String clause) {
        KeyTemplateException problem = problem(template, NAMED);

        assertThat(problem).hasMessageStartingWith("key template '" + template + "' " + clause);
        assertThat(problem.remedy()).isNotBlank().endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSET b", "a\0", "a\tb", "a\u00A0b", "a\u2028b", "a\u0085b", "{s\nku}"})
    void parse_controlCharacterOrSpace_isRefusedOnOneLine(String template) {
        assertThat(problem(template, NAMED).getMessage()).doesNotContain("\n", "\r", "\0", "\t", "\u0085");
    }

    @Test
    void parse_thisInStaticMethod_isRefused() {
        KeyParameters parameters = new KeyParameters("a.B.c()", List.of(), 0, true);

        assertThat(problem("{this.x}", parameters))
                .hasMessage("key template '{this.x}' names 'this', but the method is static");
        assertThat(problem("{x}", parameters)).hasMessageEndingWith("names 'x', but the method has no parameters");
        assertThat(problem("{0}", parameters))
                .hasMessageEndingWith("names position 0, but the method has no parameters");
    }

    @Test
    void parse_resultInEffects_isTheResultWhateverParametersAreCalled() throws Exception {
        KeyParameters parameters = new KeyParameters("a.B.c(int)", List.of("result"), 1, true);

        for (TemplateKind kind : List.of(
                TemplateKind.PUT_KEY,
                TemplateKind.PUT_VALUE,
                TemplateKind.EVICT_KEY,
                TemplateKind.EFFECT_TAG,
                TemplateKind.PATTERN)) {
            KeyTemplate template = KeyTemplate.parse("{result.id}", parameters, kind);
            assertThat(template.parts()).containsExactly(new Result("{result.id}", List.of("id")));
            assertThat(template.needsResult()).isTrue();
        }
        assertThat(KeyTemplate.parse("{result}", parameters, TemplateKind.CACHED_TAG)
                        .parts())
                .containsExactly(new Argument("{result}", 0, List.of()));
    }

    @Test
    void parse_elements_knowTheirCollectionAndPath() throws Exception {
        Argument sku = new Argument("{sku}", 0, List.of());
        Result pages = new Result("{result.pages}", List.of("pages"));

        assertThat(effect("{sku[]}").parts()).containsExactly(new Element("{sku[]}", sku, List.of()));
        assertThat(effect("{sku[].maker.id}").parts())
                .containsExactly(new Element("{sku[].maker.id}", sku, List.of("maker", "id")));
        assertThat(effect("{0[]}").collection()).isEqualTo(new Argument("{0}", 0, List.of()));
        assertThat(effect("{result.pages[].id}").collection()).isEqualTo(pages);
        assertThat(effect("{result.pages[].id}").needsResult()).isTrue();
        assertThat(effect("{this.shops[].id}").collection()).isEqualTo(new Receiver("{this.shops}", List.of("shops")));
        assertThat(effect("{sku[].a}:{sku[].b}:{amount}").collection()).isEqualTo(sku);
        assertThat(effect("{sku[].a}:{amount}").needsResult()).isFalse();
        assertThat(effect("{sku}").collection()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{[]}|has an empty name in '{[]}'",
                "{.sku[]}|has an empty name in '{.sku[]}'",
                "{sku[].}|has an empty name in '{sku[].}'",
                "{sku[][]}|has more than one '[]' in '{sku[][]}'",
                "{sku[].parts[]}|has more than one '[]' in '{sku[].parts[]}'",
                "{sku[]}{amount[]}|has '[]' behind both '{sku}' and '{amount}'",
                "{sku[]}:{sku.parts[]}|has '[]' behind both '{sku}' and '{sku.parts}'",
                "{this[]}|names 'this' without a property",
                "{5[]}|names position 5, but",
                "{skus[]}|names 'skus', but the method's parameters are 'sku', 'amount'",
                "{[]sku}|names '[]sku', but",
            })
    void parse_malformedElements_saysWhatIsWrong(String template, String clause) {
        KeyTemplateException problem = catchThrowableOfType(KeyTemplateException.class, () -> effect(template));

        assertThat(problem).hasMessageStartingWith("key template '" + template + "' " + clause);
        assertThat(problem.remedy()).isNotBlank().endsWith(".");
    }

    @Test
    void parse_otherKinds_areCalledByTheirName() {
        for (TemplateKind kind : TemplateKind.values()) {
            KeyTemplateException problem =
                    catchThrowableOfType(KeyTemplateException.class, () -> KeyTemplate.parse("{x}", NAMED, kind));
            assertThat(problem).hasMessageStartingWith(kind.noun() + " '{x}' names 'x', but");
            assertThat(catchThrowableOfType(KeyTemplateException.class, () -> KeyTemplate.parse("", NAMED, kind)))
                    .hasMessage(kind.noun() + " '' is empty");
        }
    }

    /** Its keys may have a placeholder or text where the pattern has a wildcard. */
    @Test
    void parsePattern_lastTextThatCouldRunOn_meansBothForms() throws Exception {
        assertThat(patterns("{sku}-*")).containsExactly("{sku} -*", "{sku} , -*");
        assertThat(patterns("{sku}x?")).containsExactly("{sku} x?", "{sku} , x?");
        assertThat(patterns("{sku}%*")).containsExactly("{sku} %25*", "{sku} , %25*");
        assertThat(patterns("{sku}*")).containsExactly("{sku} *");
        assertThat(patterns("{sku}:*")).containsExactly("{sku} :*");
        assertThat(patterns("{sku}-x")).containsExactly("{sku} -x");
        assertThat(patterns("{sku}-*{amount}:*")).containsExactly("{sku} , -* {amount} :*");
        assertThat(patterns("a*")).containsExactly("a*");
        assertThat(patterns("*{sku}")).containsExactly("* {sku}");
    }

    private static List<String> patterns(String pattern) throws KeyTemplateException {
        return KeyTemplate.parsePattern(pattern, NAMED).stream()
                .map(template -> template.parts().stream()
                        .map(part -> part instanceof Literal literal
                                ? literal.text()
                                : ((KeyPart.Placeholder) part).source())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static KeyTemplate effect(String template) throws KeyTemplateException {
        return KeyTemplate.parse(template, NAMED, TemplateKind.EVICT_KEY);
    }

    private static List<KeyPart> parts(String template) throws KeyTemplateException {
        return KeyTemplate.parse(template, NAMED).parts();
    }

    private static KeyTemplateException problem(String template, KeyParameters parameters) {
        return catchThrowableOfType(KeyTemplateException.class, () -> KeyTemplate.parse(template, parameters));
    }
}
