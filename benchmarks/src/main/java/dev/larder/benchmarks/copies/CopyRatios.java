package dev.larder.benchmarks.copies;

import dev.larder.Larder;
import dev.larder.Mode;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.run.Checkout;
import dev.larder.benchmarks.run.Settings;
import dev.larder.benchmarks.turn.Pair;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Processor time and bytes of calls with the packed agent in mode memory, over those of Caffeine and copies that are written
 * by hand. Each figure has a JVM of its own, in which both take turns.
 */
public final class CopyRatios {

    private static final int ROUNDS = 50;
    private static final int MAX_ENTRIES = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private CopyRatios() {}

    /**
     * Measures for about five minutes on this JDK, and prints a table of ratios.
     *
     * @param settings their {@code only} chooses figures, by descriptions such as {@code Copies MAP MISS}
     */
    public static void print(Settings settings, PrintStream out) throws IOException, InterruptedException {
        List<String> labels = Stream.of(Figure.values()).map(Figure::label).toList();
        out.println(row("Larder, times by hand: time (bytes)", labels));
        out.println(row("---", labels.stream().map(label -> "---:").toList()));
        for (Kind kind : Kind.values()) {
            List<String> ratios = new ArrayList<>();
            for (Figure figure : Figure.values()) {
                boolean isWanted = settings.wants("Copies " + kind + " " + figure);
                ratios.add(isWanted ? measuredInChild(kind, figure) : "");
            }
            out.println(row(kind.label(), ratios));
        }
    }

    private static String measuredInChild(Kind kind, Figure figure) throws IOException, InterruptedException {
        ChildJvm.Finished child = ChildJvm.on(
                        new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))))
                .agent(Checkout.agentJar())
                // The first use of each page of the heap costs more than most copies.
                .options("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-Dlarder.memory.max-entries=" + MAX_ENTRIES)
                .options("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-Dlarder.redis.url=")
                .classPath(Path.of(System.getProperty("java.class.path")))
                .patience(PATIENCE)
                .main(CopyRatios.class.getName(), kind.name(), figure.name())
                .run();
        if (child.exitCode() != 0) {
            throw new IllegalStateException(kind + ": " + child.stderr());
        }
        return child.stdout().strip();
    }

    private static String row(String first, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
    }

    /** In the JVM of one figure; the arguments are the names of a kind and of a figure. */
    public static void main(String[] arguments) throws Exception {
        Pair pair = Figure.valueOf(arguments[1]).of(Kind.valueOf(arguments[0]), MAX_ENTRIES);
        Awaitility.await().atMost(PATIENCE).until(Larder::mode, Mode.MEMORY::equals);
        for (int round = 0; round < ROUNDS; round++) {
            pair.take(round >= ROUNDS / 2);
        }
        System.out.printf(Locale.ROOT, "%.2f (%.2f)%n", pair.timeRatio(), pair.bytesRatio());
        System.exit(0);
    }
}
