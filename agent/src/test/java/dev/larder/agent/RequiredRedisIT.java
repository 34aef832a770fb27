package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.PrintingApp;
import dev.larder.agent.apps.RequiringApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that must not run without Redis: it serves nothing before Redis is there, and ends when Redis stays away. */
final class RequiredRedisIT {

    private static final int EX_CONFIG = 78;

    private static final String SOON = "redis.startup-timeout=1500ms";

    /** Enough for an attempt to connect to end, on a busy machine. */
    private static final String AFTER_AN_ATTEMPT = "redis.startup-timeout=6s";

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    private static ChildJvm requiring(Jdk jdk, String url, String more) {
        return ChildJvm.on(jdk)
                .agent(PackedAgent.jar(), "redis.required=true," + more)
                .environment("REDIS_URL", url);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_noUrl_endsBeforeAClassWithCachedMethodsIsLoaded(Jdk jdk) throws Exception {
        Finished run = requiring(jdk, "", SOON).main(RequiringApp.class).run();

        assertEnded(run, "LDR-0111", "up\n");
    }

    /** Such a class is loaded before main runs, by the launcher. */
    @ParameterizedTest
    @MethodSource("jdks")
    void i13_noUrlAndMainIsInTheAnnotatedClass_endsBeforeMain(Jdk jdk) throws Exception {
        Finished run = requiring(jdk, "", SOON).main(PrintingApp.class, "Ada").run();

        assertEnded(run, "LDR-0111", "");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_nobodyListens_endsAfterTheStartupTimeout(Jdk jdk) throws Exception {
        Finished run = requiring(jdk, RedisServer.stopped().url(), AFTER_AN_ATTEMPT)
                .main(RequiringApp.class)
                .run();

        assertEnded(run, "LDR-0112", "up\n");
        assertThat(line(run, "LDR-0112")).contains("within 6 s", "cannot be reached");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_nobodyListensAndMainIsInTheAnnotatedClass_endsBeforeTheFirstCall(Jdk jdk) throws Exception {
        Finished run = requiring(jdk, RedisServer.stopped().url(), SOON)
                .main(PrintingApp.class, "Ada")
                .run();

        assertEnded(run, "LDR-0112", "");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_nobodyAnswers_endsAfterTheStartupTimeout(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(redis.port())) {
            proxy.blackHole();

            Finished run =
                    requiring(jdk, proxy.url(), SOON).main(RequiringApp.class).run();

            assertEnded(run, "LDR-0112", "up\n");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_wrongPassword_endsAfterTheStartupTimeoutAndSaysSo(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start("--requirepass", "right")) {
            String url = "redis://:wrong@127.0.0.1:" + redis.port();

            Finished run = requiring(jdk, url, AFTER_AN_ATTEMPT)
                    .main(RequiringApp.class)
                    .run();

            assertEnded(run, "LDR-0112", "up\n");
            assertThat(line(run, "LDR-0112")).contains("WRONGPASS").doesNotContain("wrong@");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_redisComesWithinTheStartupTimeout_serves(Jdk jdk) throws Exception {
        RedisServer redis = RedisServer.stopped();
        try (ChildJvm.Running jvm = requiring(jdk, redis.url(), "redis.startup-timeout=1m")
                .main(RequiringApp.class)
                .start()) {
            assertThat(jvm.nextAnswer()).isEqualTo("up");
            await().until(() -> jvm.stderr().contains("LDR-0302"));
            assertThat(jvm.stdout()).isEqualTo("up\n");
            redis.restart();

            assertThat(jvm.nextAnswer()).isEqualTo("loaded");
            assertThat(jvm.nextAnswer()).isEqualTo("served 14");
        } finally {
            redis.close();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_lostForMoreThanTheAttempts_endsInOrderAndTellsOfItsJournal(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running jvm = serving(jdk, redis, "bye", 5)) {
            redis.kill();
            assertThat(jvm.ask("evict")).isEqualTo("served 14");

            Finished run = jvm.await();

            assertThat(run.exitCode()).isEqualTo(EX_CONFIG);
            assertThat(run.stdout()).endsWith("bye\n");
            assertThat(line(run, "LDR-0325")).contains("after 5 attempts", "has not received: 1");
            assertThat(line(run, "LDR-0503")).contains("(1)");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_backWithinTheAttempts_goesOnServing(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running jvm = serving(jdk, redis, "bye", 1_000)) {
            redis.kill();
            await().until(() -> jvm.stderr().contains("LDR-0302"));
            assertThat(jvm.ask("read")).isEqualTo("served 14");
            redis.restart();
            await().until(() -> jvm.stderr().contains("LDR-0301"));
            assertThat(jvm.ask("read")).isEqualTo("served 14");
            jvm.process().getOutputStream().close();

            assertThat(jvm.await().exitCode()).isZero();
        }
    }

    /** At the start, since it takes 5 s there and not 60. */
    @Test
    void i13_hookThatNeverReturns_isCutOff() throws Exception {
        Finished run = requiring(Jdks.all().get(0), RedisServer.stopped().url(), SOON)
                .main(RequiringApp.class, "hang")
                .run();

        assertThat(run.exitCode()).isEqualTo(EX_CONFIG);
        assertThat(run.stdout()).isEqualTo("up\nbye\n");
        assertThat(run.agentLines()).anyMatch(line -> line.contains("ERROR LDR-0113"));
    }

    /** As a platform stops a process whose Redis is away: its hooks may wait for whoever waits for Redis. */
    @ParameterizedTest
    @MethodSource("jdks")
    void i13_toldToStopWhileItWaits_ends(Jdk jdk) throws Exception {
        try (ChildJvm.Running jvm = requiring(jdk, RedisServer.stopped().url(), "redis.startup-timeout=1h")
                .main(RequiringApp.class, "call")
                .start()) {
            assertThat(jvm.nextAnswer()).isEqualTo("up");
            await().until(() -> jvm.stderr().contains("LDR-0302"));
            jvm.process().destroy(); // SIGTERM

            Finished run = jvm.await();

            assertThat(run.exitCode()).isEqualTo(143);
            assertThat(run.stdout()).contains("served 16", "bye").doesNotContain("FATAL");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void i13_nothingAnnotatedOrAToolOfTheJdk_isNotEnded(Jdk jdk) throws Exception {
        Finished version = requiring(jdk, "", SOON)
                .main("-m", "jdk.compiler/com.sun.tools.javac.Main", "-version")
                .run();
        Finished off = requiring(jdk, "", "enabled=false")
                .main(PrintingApp.class, "Ada")
                .run();

        assertThat(version.exitCode()).isZero();
        assertThat(off.exitCode()).isZero();
        assertThat(off.stdout()).isEqualTo("Hello Ada\ndone\n");
    }

    private static ChildJvm.Running serving(Jdk jdk, RedisServer redis, String hook, int attempts) throws IOException {
        ChildJvm.Running jvm = requiring(jdk, redis.url(), "redis.max-attempts=" + attempts)
                .main(RequiringApp.class, hook)
                .start();
        for (String expected : List.of("up", "loaded", "served 14")) {
            assertThat(jvm.nextAnswer()).isEqualTo(expected);
        }
        return jvm;
    }

    private static void assertEnded(Finished run, String id, String stdout) {
        assertThat(run.stderr()).contains("FATAL " + id);
        assertThat(run.exitCode()).isEqualTo(EX_CONFIG);
        assertThat(run.stdout()).isEqualTo(stdout);
        assertThat(run.agentLines()).filteredOn(line -> line.contains("FATAL")).hasSize(1);
        assertThat(run.took()).isLessThan(Duration.ofSeconds(20));
    }

    private static String line(Finished run, String id) {
        return run.agentLines().stream()
                .filter(line -> line.contains(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(run.stderr()));
    }
}
