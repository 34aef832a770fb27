package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.LockedLoadersApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.MadeUpApplication;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Class loaders that are locked while classes are woven and linked, and Redis is being connected to. */
@Alone
final class LoaderLocksIT {

    private static final boolean IS_SOAK = Long.getLong("larder.test.soak.minutes", 0) > 0;

    private static final int STARTS = Integer.getInteger("larder.test.starts", IS_SOAK ? 500 : 3);

    private static final Duration ADDED = Duration.ofSeconds(10);

    /**
     * How many times what a start without Larder takes is allowed beside that: to weave is work as well, and takes longer
     * where others want the processors, as the start without does. The soak has the machine for itself.
     */
    private static final int SLOWED = IS_SOAK ? 1 : 3;

    private static final Duration LONGEST_BASELINE = Duration.ofSeconds(60);

    /**
     * Of the first answers of a connection, so that connecting takes as long as loading some of the classes does. Not of
     * those to calls behind that: each waits under its loader's lock, and the time of them all would hide a lock of ours.
     */
    private static final Duration DELAY = Duration.ofMillis(50);

    private static final int DELAYED_ANSWERS = 20;

    private static final MadeUpApplication APPLICATION = new MadeUpApplication(2_000, 10);

    @TempDir
    static Path directory;

    private static Path jar;
    private static Path otherAgent;

    @BeforeAll
    static void makeUp() throws IOException {
        jar = APPLICATION.writeTo(directory.resolve("application.jar"));
        otherAgent = agentJar();
    }

    private static Path agentJar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", LockedLoadersApp.class.getName());
        Path written = directory.resolve("other-agent.jar");
        try (OutputStream out = Files.newOutputStream(written);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.finish();
        }
        return written;
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h4_lockedLoadersWhileRedisIsConnecting_neverDeadlock(Jdk jdk) throws Exception {
        Duration baseline = start(application(jdk).agent(otherAgent), LONGEST_BASELINE);
        Duration longest = Duration.ZERO;
        for (int start = 0; start < STARTS; start++) {
            try (RedisServer redis = RedisServer.start();
                    FaultProxy proxy = FaultProxy.to(redis.port())) {
                proxy.delayFirstAnswers(DELAYED_ANSWERS, DELAY);
                ChildJvm jvm = application(jdk).environment("REDIS_URL", proxy.url());
                if (start % 2 == 0) {
                    jvm.agent(otherAgent).agent(PackedAgent.jar(), "log.level=DEBUG");
                } else {
                    jvm.agent(PackedAgent.jar(), "log.level=DEBUG").agent(otherAgent);
                }
                Duration took = start(jvm, baseline.multipliedBy(SLOWED).plus(ADDED));
                longest = took.compareTo(longest) > 0 ? took : longest;
                assertThat(proxy.connections())
                        .as("Redis was being connected to")
                        .isPositive();
            }
        }
        System.out.println(
                "h4: " + STARTS + " starts on " + jdk + ": at most " + longest + ", without Larder " + baseline);
    }

    private static ChildJvm application(Jdk jdk) {
        return ChildJvm.on(jdk).main(LockedLoadersApp.class, jar.toString());
    }

    /** Says where all threads are, if it does not end in time. */
    private static Duration start(ChildJvm jvm, Duration limit) throws Exception {
        long start = System.nanoTime();
        try (ChildJvm.Running running = jvm.start()) {
            if (!running.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Not ended after " + limit + ":\n" + threadsOf(running.process()));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(running.process().exitValue())
                    .as(running.stdout() + running.stderr())
                    .isZero();
            assertThat(running.stdout()).contains("loaded 2000 and called ").doesNotContain("called 0");
            return took;
        }
    }

    private static String threadsOf(Process stuck) throws IOException, InterruptedException {
        Path dump = Files.createTempFile(directory, "threads", ".txt");
        Process jcmd = new ProcessBuilder(
                        Jdks.newest().tool("jcmd").toString(), Long.toString(stuck.pid()), "Thread.print", "-l")
                .redirectErrorStream(true)
                .redirectOutput(dump.toFile())
                .start();
        jcmd.waitFor(20, TimeUnit.SECONDS);
        jcmd.destroyForcibly();
        return Files.readString(dump, StandardCharsets.UTF_8);
    }
}
