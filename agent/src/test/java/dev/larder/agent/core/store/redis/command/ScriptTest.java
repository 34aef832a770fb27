package dev.larder.agent.core.store.redis.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.redis.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScriptTest {

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

    /** A command spelled out, and its key if it has one. */
    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Z]+)'(, KEYS\\[1])?[,)]");

    /** What makes them work on a cluster, and all through a migration. */
    @ParameterizedTest
    @EnumSource
    void h87_script_everyCommand_touchesTheOneDeclaredKey(Script script) {
        Matcher calls = CALL.matcher(code(script));
        int keyed = 0;
        while (calls.find()) {
            assertThat(calls.group(2) != null || calls.group(1).equals("TIME"))
                    .as(calls.group())
                    .isTrue();
            keyed += calls.group(2) == null ? 0 : 1;
        }
        assertThat(keyed).isPositive();
    }

    /** Whatever it does with Redis is of the form that the test above looks at. */
    @ParameterizedTest
    @EnumSource
    void script_itsCode_hasNoOtherWayToRedisOrToAKey(Script script) {
        String rest = CALL.matcher(code(script)).replaceAll("");
        assertThat(rest).doesNotContain("redis", "KEYS", "loadstring", "getfenv", "_G");
    }

    @ParameterizedTest
    @EnumSource
    void script_everyCommand_isAmongTheDocumentedRights(Script script) {
        List<String> rights = new ArrayList<>(List.of(Rights.single()));
        if (script == Script.USED) {
            rights.addAll(Rights.ofWarmKeys());
        }
        Matcher calls = CALL.matcher(code(script));
        while (calls.find()) {
            assertThat(rights).contains("+" + calls.group(1).toLowerCase(Locale.ROOT));
        }
    }

    private static String code(Script script) {
        return COMMENT.matcher(script.source()).replaceAll("");
    }

    @ParameterizedTest
    @EnumSource
    void script_anyOfThem_opensWithItsArgumentsAndItsReason(Script script) {
        assertThat(script.own()).startsWith("-- ").contains("-- KEYS[1]", "-- Returns", "-- Atomic, because");
        Matcher arguments = Pattern.compile("ARGV\\[\\d]").matcher(code(script));
        while (arguments.find()) {
            assertThat(script.own()).contains("-- " + arguments.group() + "  ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void digest_anyScript_isFortyHexDigits(Script script) {
        assertThat(script.digest()).matches("[0-9a-f]{40}");
    }
}
