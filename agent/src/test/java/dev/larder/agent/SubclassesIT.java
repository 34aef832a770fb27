package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.SubclassesApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results behind interfaces, abstract classes and Object, in a real Redis. */
final class SubclassesIT {

    private static final String APP = SubclassesApp.class.getName();

    private static RedisServer redis;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    static Stream<Arguments> bothWays() {
        return Stream.of(Arguments.of(Jdks.oldest(), Jdks.newest()), Arguments.of(Jdks.newest(), Jdks.oldest()));
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void secondCall_andAnotherJvm_areHitsOfTheSameClasses(Jdk writer, Jdk reader) throws Exception {
        Finished wrote = run(writer);
        Finished read = run(reader, "used");

        assertThat(wrote.stdout()).contains("runs 3", APP + "$Circle r3", APP + "$ShapePage", APP + "$Money");
        assertThat(read.stdout()).isEqualTo(wrote.stdout().replace("runs 3", "runs 0"));
    }

    private static Finished run(Jdk jdk, String... arguments) throws Exception {
        Finished finished = app(jdk).main(SubclassesApp.class, arguments).run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).doesNotContain("WARN");
        return finished;
    }

    private static ChildJvm app(Jdk jdk) {
        return ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).environment("REDIS_URL", redis.url());
    }

    @Test
    void classesThatAreNotLoadedYet_areMissesOnce_andThoseInTypesAreHits() throws Exception {
        Finished wrote = run(Jdks.newest());
        Finished cold = run(Jdks.newest());
        assertThat(cold.stdout())
                .as("the second page needs no load: the first result has loaded its classes")
                .isEqualTo(wrote.stdout().replace("runs 3", "runs 2"));
    }

    @Test
    void h91_nameOfAClassThatIsNotLoaded_isAMissAndLoadsNothing() throws Exception {
        Finished wrote = run(Jdks.newest());
        assertThat(poison()).as("entries with a square").isEqualTo(2L);

        Finished read = app(Jdks.newest())
                .logClassLoading()
                .main(SubclassesApp.class, "used")
                .run();

        assertThat(read.exitCode()).as(read.stderr()).isZero();
        assertThat(read.loadedClasses()).contains(APP).doesNotContain(APP + "$Trap");
        assertThat(read.stdout().lines().filter(line -> !line.startsWith("[")))
                .containsExactlyElementsOf(
                        wrote.stdout().replace("runs 3", "runs 2").lines().toList());
        assertThat(poison()).as("replaced by the next load").isEqualTo(2L);
    }

    /** Puts another name in the place of the square's, and says in how many entries. */
    private static Object poison() {
        long entries = 0;
        for (String key : keys()) {
            entries += (Long) redis.command("EVAL", """
                    local poisoned = 0
                    for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
                        local value, count = string.gsub(redis.call('HGET', KEYS[1], field), 'App%$Square', 'App$Trap')
                        redis.call('HSET', KEYS[1], field, value)
                        poisoned = poisoned + math.min(count, 1)
                    end
                    return poisoned
                    """, "1", key);
        }
        return entries;
    }

    private static List<String> keys() {
        return ((List<?>) redis.command("KEYS", "*:*"))
                .stream().map(String::valueOf).toList();
    }

    @Test
    void switchedOff_onlyTypesAreStored_andALineSaysWhy() throws Exception {
        Finished finished = app(Jdks.newest())
                .options("-Dlarder.values.subclasses=false")
                .main(SubclassesApp.class, "used")
                .run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stdout()).as("two and four calls, and one").contains("runs 7");
        assertThat(finished.stderr())
                .contains(
                        "LDR-0408",
                        "larder.values.subclasses is false",
                        "types = Circle.class",
                        "types = ShapePage.class");
    }
}
