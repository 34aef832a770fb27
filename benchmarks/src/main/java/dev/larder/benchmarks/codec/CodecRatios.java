package dev.larder.benchmarks.codec;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Processor time and bytes of the agent's codec over those of Jackson's data binding with a reader and a writer made beforehand.
 *
 * <p>Both take turns of some milliseconds in one JVM; the least disturbed turn counts, after the first half of them.
 *
 * <p>The JVM needs {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}: in an application, the agent opens that to itself.
 */
public final class CodecRatios {

    private static final int ROUNDS = 24;
    private static final long TURN_NANOS = 40_000_000;
    private static final int CALLS_BETWEEN_CLOCKS = 20;

    /** Keeps results from being optimised away. */
    @SuppressWarnings("UnusedVariable") // it is written for that alone
    private static volatile @Nullable Object last;

    private final String name;
    private final Turn ours;
    private final Turn jacksons;

    private CodecRatios(String name, Work ours, Work jacksons) {
        this.name = name;
        this.ours = new Turn(ours);
        this.jacksons = new Turn(jacksons);
    }

    /** Measures for about half a minute, and prints a table of ratios. */
    public static void print(Path agentJar, PrintStream out) throws Exception {
        List<CodecRatios> all = all(PackedCodec.loaderOf(agentJar));
        for (int round = 0; round < ROUNDS; round++) {
            for (CodecRatios one : all) {
                one.ours.take(round >= ROUNDS / 2);
                one.jacksons.take(round >= ROUNDS / 2);
            }
        }
        out.println("| Larder's codec, times Jackson's data binding | time | bytes |");
        out.println("| --- | ---: | ---: |");
        all.forEach(one -> out.println(one.row()));
    }

    private static List<CodecRatios> all(ClassLoader agent) throws Exception {
        JsonMapper mapper = JsonMapper.builder().build();
        List<CodecRatios> all = new ArrayList<>();
        for (var entry : Samples.all().entrySet()) {
            Object value = entry.getValue().value();
            PackedCodec codec = PackedCodec.of(entry.getValue().type(), agent);
            JavaType type =
                    mapper.getTypeFactory().constructType(entry.getValue().type());
            ObjectReader reader = mapper.readerFor(type);
            ObjectWriter writer = mapper.writerFor(type);
            byte[] envelope = encoded(codec, value);
            byte[] json = writer.writeValueAsBytes(value);
            all.add(new CodecRatios(
                    "read " + entry.getKey(), () -> codec.decode(envelope), () -> reader.readValue(json)));
            all.add(new CodecRatios(
                    "write " + entry.getKey(), () -> codec.encode(value), () -> writer.writeValueAsBytes(value)));
        }
        return all;
    }

    private static byte[] encoded(PackedCodec codec, Object value) {
        try {
            return codec.encode(value);
        } catch (Throwable e) {
            throw new IllegalStateException("The agent does not store its own sample", e);
        }
    }

    private String row() {
        return "| %s | %.2f | %.2f |".formatted(name, ours.nanos / jacksons.nanos, ours.bytes / jacksons.bytes);
    }

    /** What is measured. */
    @FunctionalInterface
    private interface Work {
        @Nullable
        Object run() throws Throwable;
    }

    /** The least that one call has taken so far. */
    private static final class Turn {

        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private final Work work;
        private double nanos = Double.MAX_VALUE;
        private double bytes = Double.MAX_VALUE;

        Turn(Work work) {
            this.work = work;
        }

        void take(boolean counts) {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long start = THREADS.getCurrentThreadCpuTime();
            long now;
            int calls = 0;
            do {
                for (int i = 0; i < CALLS_BETWEEN_CLOCKS; i++) {
                    last = result();
                }
                calls += CALLS_BETWEEN_CLOCKS;
                now = THREADS.getCurrentThreadCpuTime();
            } while (now - start < TURN_NANOS);
            if (counts) {
                nanos = Math.min(nanos, (double) (now - start) / calls);
                bytes = Math.min(bytes, (double) (THREADS.getCurrentThreadAllocatedBytes() - bytesBefore) / calls);
            }
        }

        private @Nullable Object result() {
            try {
                return work.run();
            } catch (Throwable e) {
                throw new IllegalStateException("What is measured failed", e);
            }
        }
    }
}
