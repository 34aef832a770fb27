package dev.larder.benchmarks.near;

import dev.larder.Larder;
import dev.larder.Mode;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.run.Checkout;
import dev.larder.benchmarks.run.LocalRedis;
import dev.larder.benchmarks.turn.Pair;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.awaitility.Awaitility;

/**
 * Compares {@code tier = NEAR} with {@code LOCAL} where all calls are hits, and with {@code SHARED} where the one key that is called is
 * removed all the time by another client. With the packed agent and a Redis on this machine.
 *
 * <p><b>Units.</b> Hits by the processor time of their thread; the written key by calls a second. What is compared takes turns in one JVM.
 */
public final class NearRatios {

    private static final int KEYS = 16;
    private static final int ROUNDS = 100;
    private static final int[] WRITES_A_SECOND = {50, 500};
    private static final int TURNS = 20;
    private static final Duration TURN = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String NAMESPACE = "near-ratios";

    private NearRatios() {}

    /** Measures for about a minute on this JDK, and prints two tables. */
    public static void print(PrintStream out) throws IOException, InterruptedException {
        try (LocalRedis redis = LocalRedis.start()) {
            ChildJvm.Finished child = ChildJvm.on(
                            new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))))
                    .agent(Checkout.agentJar())
                    .environment("REDIS_URL", redis.url())
                    .environment("LARDER_NAMESPACE", NAMESPACE)
                    .classPath(Path.of(System.getProperty("java.class.path")))
                    .patience(PATIENCE)
                    .main(NearRatios.class.getName(), redis.url())
                    .run();
            if (child.exitCode() != 0) {
                throw new IllegalStateException(child.stderr());
            }
            out.print(child.stdout());
        }
    }

    /** In the JVM with the agent. Argument: the URL of Redis. */
    public static void main(String[] arguments) throws InterruptedException {
        Words words = new Words();
        words.shared(0);
        Awaitility.await().atMost(PATIENCE).until(Larder::mode, Mode.REDIS::equals);
        Awaitility.await().atMost(PATIENCE).until(() -> areHere(words));
        System.out.printf(Locale.ROOT, "A hit on a near copy takes %.2f times one in memory.%n%n", hits(words));

        System.out.println("| removals a second | calls a second, NEAR | SHARED | times |");
        System.out.println("| ---: | ---: | ---: | ---: |");
        for (int writes : WRITES_A_SECOND) {
            System.out.println(written(words, writes, arguments[0]));
        }
        System.exit(0);
    }

    /** Whether no call needs Redis or a body any more. */
    private static boolean areHere(Words words) {
        long start = System.nanoTime();
        int before = words.runs();
        for (int i = 0; i < 100 * KEYS; i++) {
            words.near(i % KEYS);
            words.local(i % KEYS);
        }
        return words.runs() == before && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(20);
    }

    private static double hits(Words words) {
        Cursor near = new Cursor();
        Cursor local = new Cursor();
        Pair pair = new Pair(() -> words.near(near.next()), () -> words.local(local.next()));
        for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half for the compiler
            pair.take(round >= 0);
        }
        if (!areHere(words)) {
            throw new IllegalStateException("Not all were hits");
        }
        return pair.timeRatio();
    }

    private static String written(Words words, int writesASecond, String url) throws InterruptedException {
        RedisClient client = RedisClient.create(url);
        RedisCommands<String, String> elsewhere = client.connect().sync();
        Thread writer = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                elsewhere.unlink(NAMESPACE + ":near:0", NAMESPACE + ":shared:0");
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / writesASecond);
            }
        });
        writer.setDaemon(true);
        writer.start();
        double[] near = new double[TURNS];
        double[] shared = new double[TURNS];
        for (int turn = -TURNS / 4; turn < TURNS; turn++) { // in turns, so that what else the machine does slows both
            double one = callsASecond(words::near);
            double other = callsASecond(words::shared);
            if (turn >= 0) {
                near[turn] = one;
                shared[turn] = other;
            }
        }
        writer.interrupt();
        writer.join();
        client.shutdown();
        return String.format(
                Locale.ROOT,
                "| %,d | %,.0f | %,.0f | %.2f |",
                writesASecond,
                median(near),
                median(shared),
                median(near) / median(shared));
    }

    private static double callsASecond(LongFunction<String> call) {
        long start = System.nanoTime();
        long calls = 0;
        do {
            calls += call.apply(0).isEmpty() ? 0 : 1; // none is
        } while (System.nanoTime() - start < TURN.toNanos());
        return calls * 1e9 / (System.nanoTime() - start);
    }

    private static double median(double... all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The next key. */
    private static final class Cursor {

        private long last;

        long next() {
            last = (last + 1) % KEYS;
            return last;
        }
    }
}
