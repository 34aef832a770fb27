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
import java.util.Collections;
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
 * Redis is used soon also where the CPU is short. The time runs from before a process loads its first annotated class until
 * the mode is {@code REDIS}. The number of rounds is fixed. Against three seconds their median counts; against a start by hand
 * the best of each side, since whatever disturbs a round makes it longer. The times are printed.
 */
@Alone
final class BusyStartIT {

    private static final int PROCESSES = 3;
    private static final int BUSY_THREADS = 2;

    /** So many that other programs on the machine may disturb one of them. */
    private static final int ROUNDS = 3;

    private static final long BESIDE_BUSY_PROCESSES_MILLIS = 3_000;

    /** Of the time by hand. The agent makes its MBeans, its stores and its first call's code in that time too. */
    private static final double MOST = 1.0;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    static List<Jdk> newest() {
        return Jdks.sample(Jdks.newest());
    }

    /**
     * Three processes keep a core each busy, where there are two. A machine on which that takes more than three seconds shows it by a
     * start by hand: the agent's is no later.
     */
    @ParameterizedTest
    @MethodSource("jdks")
    void f17_besideThreeBusyProcesses_isInRedisWithinThreeSeconds(Jdk jdk) throws Exception {
        List<ChildJvm.Running> busy = new ArrayList<>();
        try (RedisServer redis = RedisServer.start()) {
            for (int i = 0; i < PROCESSES; i++) {
                busy.add(start(ChildJvm.on(jdk), 1, BusyStartApp.WITHOUT_CACHE));
            }
            for (ChildJvm.Running process : busy) {
                awaitMillis(process);
            }
            List<Long> millis = rounds(() -> withAgent(jdk, redis), BusyStartApp.WITH_THE_AGENT);
            System.out.printf("%s: REDIS after %s ms beside %d busy processes%n", jdk, millis, PROCESSES);
            if (median(millis) > BESIDE_BUSY_PROCESSES_MILLIS) {
                List<Long> byHandMillis = rounds(() -> byHand(jdk), redis.url());
                System.out.printf("%s: by hand after %s ms%n", jdk, byHandMillis);
                assertThat((double) Collections.min(millis))
                        .as("on a machine too slow for three seconds")
                        .isLessThanOrEqualTo(MOST * Collections.min(byHandMillis));
            }
        } finally {
            for (ChildJvm.Running process : busy) {
                process.close();
            }
        }
    }

    private static List<Long> rounds(Supplier<ChildJvm> jvm, String how) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildJvm.Running process = start(jvm.get(), 0, how)) {
                millis.add(awaitMillis(process));
            }
        }
        return millis;
    }

    /**
     * Three processes start at the same time, each with two busy threads: nine threads and the JIT's for two cores. The
     * slowest counts. Seconds would say more about the machine than about the agent. So three processes that connect by
     * hand, with the same libraries on their class path, the JDK's own loader for them and the same threads beside, are
     * started in turn with the agent's.
     */
    @ParameterizedTest
    @MethodSource("newest")
    void threeBusyProcesses_areInRedisAsSoonAsByHand(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            List<Long> agentMillis = new ArrayList<>();
            List<Long> byHandMillis = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                byHandMillis.add(slowestMillis(() -> byHand(jdk), redis.url()));
                agentMillis.add(slowestMillis(() -> withAgent(jdk, redis), BusyStartApp.WITH_THE_AGENT));
            }
            System.out.printf("%s: REDIS after %s ms, by hand %s ms%n", jdk, agentMillis, byHandMillis);

            assertThat((double) Collections.min(agentMillis)).isLessThanOrEqualTo(MOST * Collections.min(byHandMillis));
        }
    }

    private static long median(List<Long> ofOddCount) {
        return ofOddCount.stream().sorted().toList().get(ofOddCount.size() / 2);
    }

    private static ChildJvm withAgent(Jdk jdk, RedisServer redis) {
        return ChildJvm.on(jdk).agent(PackedAgent.jar()).environment("REDIS_URL", redis.url());
    }

    private static ChildJvm byHand(Jdk jdk) {
        return ChildJvm.on(jdk).classPath(libraries());
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
    private static long slowestMillis(Supplier<ChildJvm> jvm, String how) throws Exception {
        List<ChildJvm.Running> running = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                running.add(start(jvm.get(), BUSY_THREADS, how));
            }
            long slowest = 0;
            for (ChildJvm.Running process : running) {
                slowest = Math.max(slowest, awaitMillis(process));
            }
            return slowest;
        } finally {
            for (ChildJvm.Running process : running) {
                process.close();
            }
        }
    }

    private static ChildJvm.Running start(ChildJvm jvm, int busyThreads, String how) throws IOException {
        return jvm.main(BusyStartApp.class, Integer.toString(busyThreads), how).start();
    }

    private static long awaitMillis(ChildJvm.Running process) throws IOException {
        await("the time it took").atMost(Duration.ofMinutes(2)).until(() -> hasSaid(process));
        return Long.parseLong(process.stdout().strip());
    }

    private static boolean hasSaid(ChildJvm.Running process) throws IOException {
        assertThat(process.process().isAlive()).as(process.stderr()).isTrue();
        return process.stdout().endsWith("\n");
    }
}
