package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class AgentArgumentTest {

    @Property
    void parse_valuesWithDoubledCommas_givesThemBack(@ForAll("values") List<String> values) {
        String argument =
                values.stream().map(value -> "k=" + value.replace(",", ",,")).collect(Collectors.joining(","));

        assertThat(AgentArgument.parse(argument))
                .extracting(AgentArgument.Item::value)
                .isEqualTo(values);
    }

    @Provide
    Arbitrary<List<String>> values() {
        return Arbitraries.strings().withChars("a,=\"'\\").ofMaxLength(6).list().ofMaxSize(4);
    }
}
