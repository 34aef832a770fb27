package dev.larder.benchmarks.codec;

import dev.larder.benchmarks.turn.Pair;
import dev.larder.benchmarks.turn.Work;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Processor time and bytes of the agent's codec over those of Jackson's data binding with a reader and a writer made beforehand.
 *
 * <p>Both take turns of some milliseconds in one JVM; the median turn counts, after the first half of them.
 *
 * <p>The JVM needs {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}: in an application, the agent opens that to itself.
 */
public final class CodecRatios {

    private static final int ROUNDS = 24;

    private final String name;
    private final Pair pair;

    private CodecRatios(String name, Work ours, Work jacksons) {
        this.name = name;
        this.pair = new Pair(ours, jacksons);
    }

    /** Measures for about half a minute, and prints a table of ratios. */
    public static void print(Path agentJar, PrintStream out) throws Exception {
        List<CodecRatios> all = all(PackedCodec.loaderOf(agentJar));
        for (int round = 0; round < ROUNDS; round++) {
            for (CodecRatios one : all) {
                one.pair.take(round >= ROUNDS / 2);
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
        return "| %s | %.2f | %.2f |".formatted(name, pair.timeRatio(), pair.bytesRatio());
    }
}
