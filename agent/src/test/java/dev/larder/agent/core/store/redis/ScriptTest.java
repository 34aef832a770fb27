package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScriptTest {

    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('(\\w+)'(?:, *([^,)]+))?");

    /** What makes them work on a cluster. */
    @ParameterizedTest
    @EnumSource
    void script_everyCommand_touchesTheOneDeclaredKey(Script script) {
        Matcher calls = CALL.matcher(script.source());
        int keyed = 0;
        while (calls.find()) {
            if (!calls.group(1).equals("TIME")) {
                assertThat(calls.group(2)).as(calls.group()).isEqualTo("KEYS[1]");
                keyed++;
            }
        }
        assertThat(keyed).isPositive();
        assertThat(script.source()).doesNotContain("KEYS[2]");
    }

    @ParameterizedTest
    @EnumSource
    void script_anyOfThem_opensWithItsArgumentsAndItsReason(Script script) {
        assertThat(script.source()).startsWith("-- ").contains("-- KEYS[1]", "-- Returns", "-- Atomic, because");
    }

    @ParameterizedTest
    @EnumSource
    void digest_anyScript_isFortyHexDigits(Script script) {
        assertThat(script.digest()).matches("[0-9a-f]{40}");
    }
}
