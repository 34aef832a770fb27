package dev.larder.agent.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.GeneratedTypesApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.ChildJvm.Running;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H92 for generated types: what one JVM stores another one of another version reads, with the same classes, values, identities and
 * the same answers to attempts to change it. Both write and read.
 *
 * <p>The soak has new seeds. A type that fails is named with its seed and its source; {@code -Dlarder.test.types.seed} repeats it.
 */
final class GeneratedTypesIT {

    private static final long SEED = 1;
    private static final int TYPES = 200;
    private static final int CHANGED_TYPES = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void h92_generatedTypes_comeBackFromTheOtherJvmAsTheyWere() throws Exception {
        int batches = Integer.getInteger("larder.test.types.batches", 1);
        for (int batch = 0; batch < batches; batch++) {
            long fresh = batch == 0 ? SEED : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
            long seed = Long.getLong("larder.test.types.seed", fresh);
            System.out.printf("GeneratedTypesIT: seed %d, %d types, batch %d of %d%n", seed, TYPES, batch + 1, batches);
            assertThat(problems(seed, directory.resolve("batch" + batch))).isEmpty();
        }
    }

    private static List<String> problems(long seed, Path directory) throws Exception {
        Path classes = GeneratedTypes.compiled(Jdks.oldest(), directory, seed, TYPES);
        try (RedisServer redis = RedisServer.start();
                Running one = app(Jdks.oldest(), redis, classes, "a", "b");
                Running other = app(Jdks.newest(), redis, classes, "b", "a")) {
            List<Running> both = List.of(one, other);
            for (Running jvm : both) {
                awaitWritten(jvm);
            }
            for (Running jvm : both) {
                jvm.tell("read");
            }
            return problems(seed, one.await(), other.await());
        }
    }

    /** Each entry has one change: a bit, an end too early, a piece twice, another class name, another number. */
    private static final String CHANGE = """
            local changed = 0
            for _, key in ipairs(redis.call('KEYS', '*:T*')) do
                for _, field in ipairs(redis.call('HKEYS', key)) do
                    local value = redis.call('HGET', key, field)
                    local head = string.find(value, '\\n', 1, true)
                    if head and string.sub(field, 1, 2) == 'v:' then
                        changed = changed + 1
                        local at = head + 3 + (changed * 7919) % math.max(1, #value - head - 2)
                        local kind = changed % 5
                        if kind == 0 then
                            value = string.sub(value, 1, at - 1) .. string.char((string.byte(value, at) or 0) % 255 + 1)
                                .. string.sub(value, at + 1)
                        elseif kind == 1 then
                            value = string.sub(value, 1, at)
                        elseif kind == 2 then
                            value = string.sub(value, 1, at) .. string.sub(value, at - 5)
                        elseif kind == 3 then
                            value = string.gsub(value, 'gen%.T%d+%$%w+', 'gen.Trap')
                        else
                            value = string.sub(value, 1, head + 2) .. string.gsub(string.sub(value, head + 3), '%d+', '3', 2)
                        end
                        redis.call('HSET', key, field, value)
                    end
                end
            end
            return changed
            """;

    @Test
    void h105_changedEntries_areReadWithoutAFailure_andLoadNoClass() throws Exception {
        Path classes = GeneratedTypes.compiled(Jdks.newest(), directory.resolve("changed"), SEED, CHANGED_TYPES);
        try (RedisServer redis = RedisServer.start()) {
            try (Running writer = app(Jdks.newest(), redis, classes, "a", "b")) {
                awaitWritten(writer);
            }
            assertThat((Long) redis.command("EVAL", CHANGE, "0")).isGreaterThan(CHANGED_TYPES / 2);
            try (Running reader = app(Jdks.newest(), redis, classes, "b", "a")) {
                awaitWritten(reader);
                reader.tell("read");
                Finished read = reader.await();
                assertThat(read.exitCode()).as(read.stderr()).isZero();
                assertThat(read.stdout().lines().filter(line -> line.startsWith("other ")))
                        .hasSize(CHANGED_TYPES);
                assertThat(read.stdout()).contains("missed T").doesNotContain("sprung");
            }
        }
    }

    private static void awaitWritten(Running jvm) throws Exception {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !jvm.process().isAlive() || jvm.stdout().contains("written"));
        assertThat(jvm.process().isAlive()).as(jvm.stderr()).isTrue();
    }

    private static Running app(Jdk jdk, RedisServer redis, Path classes, String own, String other) throws Exception {
        return ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .options("-Dlarder.redis.timeout=10s", "-Dlarder.values.compress-above=300")
                .environment("REDIS_URL", redis.url())
                .classPath(classes)
                .patience(PATIENCE)
                .main(GeneratedTypesApp.class, own, other)
                .start();
    }

    private static List<String> problems(long seed, Finished one, Finished other) {
        List<String> problems = new ArrayList<>();
        for (Finished jvm : List.of(one, other)) {
            assertThat(jvm.exitCode()).as("seed %d: %s", seed, jvm.stderr()).isZero();
            assertThat(jvm.stdout().lines().filter(line -> line.startsWith("other ")))
                    .hasSize(TYPES);
            jvm.complaints().forEach(line -> problems.add("seed " + seed + ": " + line));
            jvm.stdout()
                    .lines()
                    .filter(line -> line.startsWith("missed "))
                    .forEach(line -> problems.add(of(seed, line.substring("missed ".length()), line)));
        }
        Map<String, String> expected = dumps(one, "run");
        for (Map<String, String> found :
                List.of(dumps(one, "hit"), dumps(one, "other"), dumps(other, "run"), dumps(other, "other"))) {
            expected.forEach((name, dump) -> {
                if (!dump.equals(found.get(name))) {
                    problems.add(of(seed, name, dump + "\n" + found.get(name)));
                }
            });
        }
        return problems;
    }

    private static String of(long seed, String name, String what) {
        return "seed " + seed + ", " + name + ": " + what + "\n"
                + TypeSource.of(seed, Integer.parseInt(name.substring(1)));
    }

    private static Map<String, String> dumps(Finished jvm, String what) {
        Map<String, String> dumps = new TreeMap<>();
        jvm.stdout()
                .lines()
                .filter(line -> line.startsWith(what + ' '))
                .map(line -> line.split(" ", 3))
                .forEach(words -> dumps.put(words[1], words[2]));
        return dumps;
    }
}
