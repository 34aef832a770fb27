package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hits, misses, bypasses and errors over JMX, against the number of calls made. */
final class CountsIT {

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h115_millionConcurrentCalls_areEachCountedOnce(Jdk jdk) throws Exception {
        try (ObedientJvm jvm = ObedientJvm.start(jdk, "")) {
            jvm.awaitMode("MEMORY", Duration.ofSeconds(30));
            long before = counted(jvm);

            long made = Long.parseLong(jvm.ask("storm 8 125000"));

            assertThat(counted(jvm) - before).isEqualTo(made).isEqualTo(1_000_000);
            assertThat(jvm.count("Hits")).isPositive();
            assertThat(jvm.count("Misses")).isPositive();
            assertThat(jvm.count("Bypasses")).isEqualTo(made / 4);
            assertThat(jvm.count("Errors")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h115_redisGoesSilentBetweenCalls_errorsAreCountedToo(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(redis.port());
                ObedientJvm jvm = ObedientJvm.start(jdk, proxy.url())) {
            jvm.awaitMode("REDIS", Duration.ofSeconds(30));
            long before = counted(jvm);

            long made = Long.parseLong(jvm.ask("storm 8 400"));
            proxy.blackHole();
            made += Long.parseLong(jvm.ask("storm 8 400"));

            assertThat(counted(jvm) - before).isEqualTo(made);
            assertThat(jvm.count("Errors")).isPositive();
        }
    }

    private static long counted(ObedientJvm jvm) throws IOException {
        long sum = 0;
        for (String outcome : List.of("Hits", "Misses", "Bypasses", "Errors")) {
            sum += jvm.count(outcome);
        }
        return sum;
    }
}
