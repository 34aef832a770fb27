package dev.larder.agent.core.codec.json;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few seconds of {@link EnvelopeFuzzer}, the same each time; {@link EnvelopeFuzzIT} goes on. */
final class EnvelopeFuzzTest {

    private static final long SEED = 20_261_130L;
    private static final long READS = 60_000;

    @TempDir
    Path directory;

    @Test
    void h105_changedEnvelopes_areValuesOrMisses_soonAndInLittleMemory() throws Exception {
        EnvelopeFuzzer fuzzer =
                new EnvelopeFuzzer(new FuzzCorpus(directory), Long.getLong("larder.test.fuzz.seed", SEED));
        fuzzer.run(Long.getLong("larder.test.fuzz.reads", READS));
        System.out.println("EnvelopeFuzzTest, " + fuzzer.report());
    }
}
