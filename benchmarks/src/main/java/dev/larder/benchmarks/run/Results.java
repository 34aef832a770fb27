package dev.larder.benchmarks.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that one run found; the result file is this, as JSON.
 *
 * @param agentJarBytes size of the packed agent
 * @param failures measurements that were not made, and why
 */
public record Results(
        Environment environment,
        Effort effort,
        long agentJarBytes,
        List<Measured> calls,
        List<HeapPerEntry> heap,
        List<StartUp> startUps,
        List<Footprint> footprints,
        List<String> failures) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public static Results read(Path file) {
        return JSON.readValue(file, Results.class);
    }

    /** The JVMs that anything was measured on, the oldest first. */
    public List<Integer> jdks() {
        return Stream.of(
                        calls.stream().map(measured -> measured.what().jdk()),
                        heap.stream().map(HeapPerEntry::jdk),
                        startUps.stream().map(StartUp::jdk))
                .flatMap(Function.identity())
                .distinct()
                .sorted()
                .toList();
    }

    public void write(Path file) {
        JSON.writeValue(file, this);
    }
}
