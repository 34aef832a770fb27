package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.WarmApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that are called ahead, by processes that start together. */
final class WarmIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> EACH_ONCE =
            IntStream.range(0, WarmApp.PRODUCTS).mapToObj(Integer::toString).toList();

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    private static ChildJvm.Running start(Jdk jdk, String redisUrl, int bodyMillis) throws IOException {
        ChildJvm.Running app = ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redisUrl)
                .environment("LARDER_WARM_DELAY", "200ms")
                .environment("LARDER_WARM_RATE", "1000")
                .main(WarmApp.class, Integer.toString(bodyMillis))
                .start();
        return app;
    }

    private static List<String> bodiesOf(ChildJvm.Running app) throws IOException {
        String bodies = app.ask("bodies");
        return bodies.isEmpty() ? List.of() : List.of(bodies.split(" "));
    }

    private static List<String> bodiesOf(List<ChildJvm.Running> apps) throws IOException {
        List<String> all = new ArrayList<>();
        for (ChildJvm.Running app : apps) {
            all.addAll(bodiesOf(app));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void threeProcesses_thatStartTogether_loadEachArgumentOnce_inOneOfThem(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running a = start(jdk, redis.url(), 5);
                ChildJvm.Running b = start(jdk, redis.url(), 5);
                ChildJvm.Running c = start(jdk, redis.url(), 5)) {
            List<ChildJvm.Running> all = List.of(a, b, c);
            all.forEach(ChildJvm.Running::nextAnswer);
            for (ChildJvm.Running app : all) {
                await().atMost(PATIENCE).until(() -> app.ask("Warmed").equals("true"));
            }
            await().atMost(PATIENCE).until(() -> bodiesOf(all).size() >= WarmApp.PRODUCTS);

            for (ChildJvm.Running app : all) {
                app.ask("call");
            }

            assertThat(bodiesOf(all)).containsExactlyInAnyOrderElementsOf(EACH_ONCE);
            assertThat(all.stream().map(app -> ask(app, "WarmCalls")).toList())
                    .containsExactlyInAnyOrder("" + WarmApp.PRODUCTS, "0", "0");
            for (ChildJvm.Running app : all) {
                assertThat(app.stderr()).doesNotContain("WARN", "ERROR");
            }
        }
    }

    private static String ask(ChildJvm.Running app, String command) {
        try {
            return app.ask(command);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void process_thatIsKilledInItsTurn_isReplacedByTheOther(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                ChildJvm.Running a = start(jdk, redis.url(), 100);
                ChildJvm.Running b = start(jdk, redis.url(), 100)) {
            List<ChildJvm.Running> both = List.of(a, b);
            both.forEach(ChildJvm.Running::nextAnswer);
            await().atMost(PATIENCE).until(() -> bodiesOf(both).size() >= 3);
            ChildJvm.Running warming = bodiesOf(a).isEmpty() ? b : a;
            ChildJvm.Running other = warming == a ? b : a;
            assertThat(bodiesOf(other)).isEmpty();
            int before = bodiesOf(warming).size();

            warming.process().destroyForcibly().waitFor();
            await().atMost(PATIENCE).until(() -> other.ask("WarmRuns").equals("1"));

            assertThat(bodiesOf(other)).doesNotContain("0", "1").endsWith("" + (WarmApp.PRODUCTS - 1));
            assertThat(bodiesOf(other).size()).isBetween(WarmApp.PRODUCTS - before - 5, WarmApp.PRODUCTS - before + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void alone_inMemory_eachObjectBehindItsProxyIsWarmed_onScheduleToo_andFailuresAreTriedAgain(Jdk jdk)
            throws Exception {
        try (ChildJvm.Running a = start(jdk, "", 0)) {
            a.nextAnswer();
            await().atMost(PATIENCE).until(() -> bodiesOf(a).size() >= WarmApp.PRODUCTS);
            a.ask("call");
            assertThat(bodiesOf(a)).isEqualTo(EACH_ONCE);

            assertThat(a.ask("stubborn")).isEqualTo("found after 0 attempts");
            int turns = Integer.parseInt(a.ask("clock"));
            await().atMost(PATIENCE).until(() -> Integer.parseInt(a.ask("clock")) >= turns + 2);
            await().atMost(PATIENCE).until(() -> a.stderr().contains("LDR-0701"));
            await().atMost(PATIENCE).until(() -> a.ask("Warmed").equals("true"));
            assertThat(a.ask("WarmFailures")).isEqualTo("1");
            assertThat(a.ask("LastWarm")).isNotEmpty();
            a.tell("end");
            assertThat(a.await().exitCode()).isZero();
        }
    }
}
