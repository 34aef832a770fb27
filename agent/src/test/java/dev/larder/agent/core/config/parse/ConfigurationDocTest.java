package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the code does: the same keys, defaults and forms. */
final class ConfigurationDocTest {

    private record Row(String defaultValue, String accepted) {}

    @Test
    void table_namesTheKeysDefaultsAndFormsOfTheCode() throws IOException {
        Map<String, Row> inCode = new LinkedHashMap<>();
        Setting.ALL.forEach(setting -> inCode.put(setting.key(), row(setting.shownDefault(), setting.form())));
        inCode.put(MethodKeys.ttlKey("<class>.<method>"), row("the annotation's", MethodKeys.TTL));
        inCode.put(MethodKeys.staleTtlKey("<class>.<method>"), row("the annotation's", MethodKeys.STALE));
        inCode.put(MethodKeys.staleIfErrorKey("<class>.<method>"), row("the annotation's", MethodKeys.STALE));
        inCode.put(MethodKeys.refreshAheadKey("<class>.<method>"), row("the annotation's", MethodKeys.REFRESH_AHEAD));
        inCode.put(MethodKeys.enabledKey("<class>.<method>"), row("true", MethodKeys.ENABLED));
        inCode.put(MethodKeys.tierKey("<class>.<method>"), row("the annotation's", MethodKeys.TIER));

        assertThat(readTable()).containsExactlyEntriesOf(inCode);
    }

    private static Row row(String defaultValue, ValueSyntax<?> form) {
        return new Row(defaultValue.isEmpty() ? "(empty)" : defaultValue, form.accepted());
    }

    private static Map<String, Row> readTable() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "configuration.md"));
        for (String line : lines) {
            if (line.startsWith("| `larder.")) {
                String[] cells = line.replace("`", "").split("\\|");
                rows.put(cells[1].trim(), new Row(cells[2].trim(), cells[3].trim()));
            }
        }
        return rows;
    }
}
