package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.agent.apps.BusyStartApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import io.lettuce.core.RedisClient;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.Unix;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import reactor.core.publisher.Flux;
import redis.clients.authentication.core.TokenAuthConfig;
import tools.jackson.core.json.JsonFactory;

/**
 * Redis is used soon also where the CPU is short.
 *
 * <p><b>What is measured.</b> Three processes start at the same time, each with two threads that never rest: on two cores,
 * nine threads and the JIT's for two CPUs. In each the time runs from before its first annotated class is loaded until the
 * mode is {@code REDIS}; the slowest of the three counts.
 *
 * <p><b>The yardstick.</b> Seconds say more about the machine than about the agent. So three processes that connect by hand,
 * with the same libraries on their class path, the JDK's own loader for them, and the same threads beside, are started in
 * turn with the agent's. Each side counts with its best round, since whatever disturbs a round makes it longer. The aim of
 * 3 s is for two cores that do nothing else; the seconds are printed.
 */
@Alone
final class BusyStartIT {

    private static final int PROCESSES = 3;
    private static final int ROUNDS = 2;

    /** Of the time by hand. The agent makes its MBeans, its stores and its first call's code in that time too. */
    private static final double MOST = 1.0;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void threeBusyProcesses_areInRedisAsSoonAsByHand(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            long agentMillis = Long.MAX_VALUE;
            long byHandMillis = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                byHandMillis = Math.min(byHandMillis, slowestMillis(() -> byHand(jdk, redis)));
                agentMillis = Math.min(agentMillis, slowestMillis(() -> withAgent(jdk, redis)));
            }
            System.out.printf("%s: REDIS after %d ms, by hand %d ms%n", jdk, agentMillis, byHandMillis);

            assertThat((double) agentMillis).isLessThanOrEqualTo(MOST * byHandMillis);
        }
    }

    private static ChildJvm withAgent(Jdk jdk, RedisServer redis) {
        return ChildJvm.on(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redis.url())
                .main(BusyStartApp.class, BusyStartApp.WITH_THE_AGENT);
    }

    private static ChildJvm byHand(Jdk jdk, RedisServer redis) {
        return ChildJvm.on(jdk).classPath(libraries()).main(BusyStartApp.class, redis.url());
    }

    private static Path[] libraries() {
        return Stream.of(
                        RedisClient.class,
                        TokenAuthConfig.class,
                        Timer.class,
                        ByteBuf.class,
                        Channel.class,
                        Unix.class,
                        ByteToMessageDecoder.class,
                        SslHandler.class,
                        AddressResolver.class,
                        DnsNameResolver.class,
                        DnsRecord.class,
                        Flux.class,
                        Publisher.class,
                        Caffeine.class,
                        JsonFactory.class,
                        Logger.class)
                .map(PackedAgent::locationOf)
                .toArray(Path[]::new);
    }

    /** Starts them together, waits until each has said how long it took, and ends them. */
    private static long slowestMillis(Supplier<ChildJvm> jvm) throws Exception {
        List<ChildJvm.Running> running = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                running.add(jvm.get().start());
            }
            long slowest = 0;
            for (ChildJvm.Running process : running) {
                await("the time it took").atMost(Duration.ofMinutes(2)).until(() -> hasSaid(process));
                slowest = Math.max(slowest, Long.parseLong(process.stdout().strip()));
            }
            return slowest;
        } finally {
            for (ChildJvm.Running process : running) {
                process.close();
            }
        }
    }

    private static boolean hasSaid(ChildJvm.Running process) throws IOException {
        assertThat(process.process().isAlive()).as(process.stderr()).isTrue();
        return process.stdout().endsWith("\n");
    }
}
