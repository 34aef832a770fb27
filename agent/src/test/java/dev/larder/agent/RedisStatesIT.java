package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.apps.PrintingApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application notices of the state Redis is in: nothing in what it does, and at most the budget in time. */
@Alone
final class RedisStatesIT {

    private static final String[] NAMES = {"Ada", "Mary", "Ada"};
    private static final Duration AS_PROMPT = Duration.ofSeconds(1);

    /** The default of {@code larder.redis.timeout}, and what waking up in time takes on a busy machine. */
    private static final int BUDGET_MILLIS = 100 + 50;

    /** A call that took longer has waited for something. */
    private static final int WAITED_MILLIS = 50;

    /** Collecting garbage, compiling, other processes: what may happen to one call in fifty, and does without Redis. */
    private static final int MISHAP_MILLIS = 400;

    private static RedisServer redis;
    private static RedisServer frozen;
    private static FaultProxy blackHole;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        frozen = RedisServer.start();
        frozen.pause();
        blackHole = FaultProxy.to(redis.port());
        blackHole.blackHole();
    }

    @AfterAll
    static void end() {
        blackHole.close();
        frozen.close();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h52_mainReturns_jvmEndsAsPromptlyWithTheSameOutput(Jdk jdk) throws Exception {
        Finished plain = ChildJvm.on(jdk).main(PrintingApp.class, NAMES).run();
        RedisServer down = RedisServer.stopped();

        assertThat(plain.exitCode()).isZero();
        for (String url : List.of("", redis.url(), down.url(), frozen.url(), blackHole.url())) {
            assertThat(Took.shortest(AS_PROMPT, () -> fromItsLastWordToItsEnd(jdk, url, plain.stdout())))
                    .as(url)
                    .isLessThan(AS_PROMPT);
        }
    }

    private static Duration fromItsLastWordToItsEnd(Jdk jdk, String url, String expected) throws Exception {
        try (ChildJvm.Running running = ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", url)
                .main(PrintingApp.class, NAMES)
                .start()) {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> running.stdout().endsWith("done\n"));
            long doneNanos = System.nanoTime();
            Finished attached = running.await();
            Duration took = Duration.ofNanos(System.nanoTime() - doneNanos);
            assertThat(attached.stdout()).as(url).isEqualTo(expected);
            assertThat(attached.exitCode()).as(url).isZero();
            return took;
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h52_connectedRedisIsFrozenWhenMainReturns_jvmEndsAsPromptly(Jdk jdk) throws Exception {
        assertThat(Took.shortest(AS_PROMPT, () -> fromTheFrostToItsEnd(jdk))).isLessThan(AS_PROMPT);
    }

    private static Duration fromTheFrostToItsEnd(Jdk jdk) throws Exception {
        try (RedisServer own = RedisServer.start();
                ObedientJvm jvm = ObedientJvm.start(jdk, own.url())) {
            jvm.awaitMode("REDIS", Duration.ofSeconds(30));
            own.pause();
            assertThat(jvm.ask("check 1 3")).isEqualTo("right");

            long doneNanos = System.nanoTime();
            Finished run = jvm.end();
            Duration took = Duration.ofNanos(System.nanoTime() - doneNanos);
            assertThat(run.exitCode()).isZero();
            return took;
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h52_noMainClass_jvmEndsAsWithoutTheAgent(Jdk jdk) throws Exception {
        Finished plain = ChildJvm.on(jdk).main("there.is.No").run();
        Duration enough = plain.took().plus(AS_PROMPT);

        assertThat(plain.exitCode()).isNotZero();
        assertThat(Took.shortest(enough, () -> endedAs(plain, jdk))).isLessThan(enough);
    }

    private static Duration endedAs(Finished plain, Jdk jdk) throws Exception {
        Finished attached = ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redis.url())
                .main("there.is.No")
                .run();
        assertThat(attached.exitCode()).isEqualTo(plain.exitCode());
        assertThat(attached.stdout()).isEqualTo(plain.stdout());
        assertThat(attached.complaints()).isEqualTo(plain.complaints());
        return attached.took();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h75_redisSilentFromTheFirstCall_noCallPaysMoreThanTheBudget(Jdk jdk) throws Exception {
        for (String url : List.of(frozen.url(), blackHole.url())) {
            try (ObedientJvm inMemory = ObedientJvm.start(jdk, "");
                    ObedientJvm jvm = ObedientJvm.start(jdk, url)) {
                long linking = millis(inMemory.ask("time 1")).get(0);

                long first = millis(jvm.ask("time 1")).get(0);
                List<Long> next = millis(jvm.ask("time 50"));

                // Classes of the connection are loaded at the same time, on the same processors.
                assertThat(first).as(url).isLessThan(3 * linking + BUDGET_MILLIS);
                assertThatNonePaysMoreThanTheBudget(next);
                assertThat(next)
                        .as(url)
                        .filteredOn(millis -> millis > WAITED_MILLIS)
                        .hasSizeLessThan(10);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h75_redisFreezesAndGoesOn_breakerOpensWithinTenCallsAndClosesWithinTwoSeconds(Jdk jdk) throws Exception {
        try (RedisServer own = RedisServer.start();
                ObedientJvm jvm = ObedientJvm.start(jdk, own.url())) {
            jvm.awaitMode("REDIS", Duration.ofSeconds(30));
            jvm.ask("time 50");

            own.pause();
            List<Long> calls = millis(jvm.ask("time 50"));

            assertThatNonePaysMoreThanTheBudget(calls);
            assertThat(calls).filteredOn(millis -> millis > WAITED_MILLIS).hasSizeBetween(1, 10);
            assertThat(jvm.ask("read Mode")).isEqualTo("MEMORY");
            own.resume();
            jvm.awaitMode("REDIS", Duration.ofSeconds(2));
        }
    }

    /** Whoever waits twice does so in each of the calls that wait; a mishap happens once. */
    private static void assertThatNonePaysMoreThanTheBudget(List<Long> calls) {
        assertThat(calls).filteredOn(millis -> millis > BUDGET_MILLIS).hasSizeLessThanOrEqualTo(1);
        assertThat(calls).allMatch(millis -> millis < MISHAP_MILLIS);
    }

    private static List<Long> millis(String timed) {
        return Stream.of(timed.split(" ")).map(Long::valueOf).toList();
    }
}
