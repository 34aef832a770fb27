package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.StandbyApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process whose Redis goes while 500 keys are called 5,000 times a second. */
@Alone
@Timeout(120)
final class StandbyIT {

    private final RedisServer redis = RedisServer.start();
    private ChildJvm.Running process;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @AfterEach
    void end() throws IOException {
        process.close();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h65_redisKilled_hotKeysAreNotLoadedAgain(Jdk jdk) throws Exception {
        start(jdk);
        redis.kill();
        assertThat(answer("hot"))
                .as("runs of bodies in the first three seconds")
                .isLessThanOrEqualTo(25);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f18_redisStopped_callersOfAColdKeyShareARun_andHitsAreAsFastAsInMemory(Jdk jdk) throws Exception {
        start(jdk);
        redis.pause();
        try {
            assertThat(answer("cold")).as("runs of the body").isLessThanOrEqualTo(2);
            await().atMost(Duration.ofSeconds(10)).until(() -> process.stderr().contains("LDR-0302"));
            assertThat(answer("slow"))
                    .as("microseconds above a hit of a method that is never in Redis")
                    .isLessThanOrEqualTo(2_000);
        } finally {
            redis.resume();
        }
    }

    private void start(Jdk jdk) throws IOException {
        process = ChildJvm.on(jdk)
                .options("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redis.url())
                .main(StandbyApp.class)
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> process.stdout().contains("ready"));
    }

    private long answer(String question) throws IOException {
        process.tell(question);
        Pattern answer = Pattern.compile(question + "=(-?\\d+).*");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> answer.matcher(process.stdout()).find());
        Matcher found = answer.matcher(process.stdout());
        assertThat(found.find()).isTrue();
        System.out.println(found.group());
        return Long.parseLong(found.group(1));
    }
}
