package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.TypedApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one JVM makes of what another one, or an attacker, left in Redis. */
final class StoredByAnotherJvmIT {

    private static final String TRAP = "dev.larder.agent.apps.TypedApp$Trap";

    private static RedisServer redis;

    private static Finished clean;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServer.start();
        clean = app(Jdks.newest()).main(TypedApp.class).run();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    @Test
    void h92_genericResults_comeBackEqualWithTheSameClasses() throws Exception {
        redis.flush();
        Finished writer = app(Jdks.oldest()).main(TypedApp.class).run();
        Finished reader = app(Jdks.newest()).main(TypedApp.class, "reader").run();

        assertThat(writer.exitCode()).as(writer.stderr()).isZero();
        assertThat(reader.exitCode()).as(reader.stderr()).isZero();
        assertThat(writer.stdout().lines()).hasSizeGreaterThan(5);
        assertThat(reader.stdout()).isEqualTo(writer.stdout());
    }

    /** Each poison is the text of a Lua string: the envelope's two bytes, then what an attacker would like to be read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\1\\1{\"@class\":\"" + TRAP + "\"}",
                "\\1\\1[\"" + TRAP + "\",{}]",
                "\\1\\1[[\"" + TRAP + "\",{}],[\"" + TRAP + "\",{}]]",
                "\\172\\237\\0\\5sr\\0\\040" + TRAP + "\\0\\0\\0\\0\\0\\0\\0\\1\\2\\0\\0xp",
                "\\7\\1" + TRAP
            })
    void h91_poisonedEntries_areMissesAndLoadNoClass(String poison) throws Exception {
        List<String> keys = keys();
        assertThat(keys).hasSize(4).allSatisfy(key -> assertThat(poison(key, poison))
                .isEqualTo(1L));

        Finished run = app(Jdks.newest()).logClassLoading().main(TypedApp.class).run();

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(printed(run)).isNotEmpty().isEqualTo(printed(clean));
        assertThat(run.loadedClasses()).contains(TypedApp.class.getName()).doesNotContain(TRAP);
        assertThat(keys).allSatisfy(key -> assertThat(String.valueOf(redis.command("HVALS", key)))
                .as("replaced by the next load")
                .doesNotContain(TRAP));
    }

    private static ChildJvm app(Jdk jdk) {
        return ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).environment("REDIS_URL", redis.url());
    }

    private static List<String> keys() {
        return ((List<?>) redis.command("KEYS", "*:*"))
                .stream().map(String::valueOf).toList();
    }

    /** Replaces the value and says how many there were. */
    private static Object poison(String key, String poison) {
        return redis.command("EVAL", """
                local poisoned = 0
                for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
                    redis.call('HSET', KEYS[1], field, '1:9999999999999:%s')
                    poisoned = poisoned + 1
                end
                return poisoned
                """.formatted(poison), "1", key);
    }

    /** Without the lines of the class-load log. */
    private static List<String> printed(Finished run) {
        return run.stdout().lines().filter(line -> !line.startsWith("[")).toList();
    }
}
