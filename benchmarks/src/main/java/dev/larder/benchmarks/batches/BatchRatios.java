package dev.larder.benchmarks.batches;

import dev.larder.Larder;
import dev.larder.Mode;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.run.Checkout;
import dev.larder.benchmarks.run.LocalRedis;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/**
 * The time of one call for many ids over that of a call for each, with the packed agent and a Redis on this machine. All are hits.
 */
public final class BatchRatios {

    private static final int[] SIZES = {100, 1_000, 10_000};
    private static final int ROUNDS = 21;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private BatchRatios() {}

    /** Measures for about a minute on this JDK, and prints a table. */
    public static void print(PrintStream out) throws IOException, InterruptedException {
        try (LocalRedis redis = LocalRedis.start()) {
            ChildJvm.Finished child = ChildJvm.on(
                            new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))))
                    .agent(Checkout.agentJar())
                    .environment("REDIS_URL", redis.url())
                    .classPath(Path.of(System.getProperty("java.class.path")))
                    .patience(PATIENCE)
                    .main(BatchRatios.class.getName())
                    .run();
            if (child.exitCode() != 0) {
                throw new IllegalStateException(child.stderr());
            }
            out.print(child.stdout());
        }
    }

    /** In the JVM with the agent. */
    public static void main(String[] arguments) {
        Users users = new Users();
        users.find(0);
        Awaitility.await().atMost(PATIENCE).until(Larder::mode, Mode.REDIS::equals);
        System.out.println("| hits | a call for each, ms | one call, ms | times as fast |");
        System.out.println("| ---: | ---: | ---: | ---: |");
        for (int size : SIZES) {
            System.out.println(row(users, LongStream.range(0, size).boxed().toList()));
        }
        System.exit(0);
    }

    private static String row(Users users, List<Long> ids) {
        Awaitility.await().atMost(PATIENCE).until(() -> isAllThere(users, ids));
        double[] each = new double[ROUNDS];
        double[] together = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) { // in turn, so that what else the machine does slows both
            long start = System.nanoTime();
            ids.forEach(users::find);
            long between = System.nanoTime();
            users.findAll(ids);
            each[round] = (between - start) / 1e6;
            together[round] = (System.nanoTime() - between) / 1e6;
        }
        if (!isAllThere(users, ids)) {
            throw new IllegalStateException("Not all were hits");
        }
        return String.format(
                Locale.ROOT,
                "| %,d | %.1f | %.2f | %.1f |",
                ids.size(),
                median(each),
                median(together),
                median(each) / median(together));
    }

    private static boolean isAllThere(Users users, Collection<Long> ids) {
        long before = users.loaded();
        users.findAll(ids);
        return users.loaded() == before;
    }

    private static double median(double... all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
