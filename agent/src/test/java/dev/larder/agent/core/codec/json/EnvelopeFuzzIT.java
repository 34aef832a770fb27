package dev.larder.agent.core.codec.json;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@link EnvelopeFuzzer} for as long as the soak has, with new seeds; what fails names its seed and the bytes. */
@EnabledIfSystemProperty(named = "larder.test.fuzz.minutes", matches = "[1-9].*", disabledReason = "an hour")
final class EnvelopeFuzzIT {

    /** After these a new seed begins from the samples again. */
    private static final int READS_EACH = 500_000;

    private static final int READS_AT_ONCE = 50_000;

    @TempDir
    Path directory;

    @Test
    void h105_changedEnvelopes_areValuesOrMisses_soonAndInLittleMemory() throws Exception {
        long start = System.nanoTime();
        long enough = TimeUnit.MINUTES.toNanos(Long.getLong("larder.test.fuzz.minutes"));
        FuzzCorpus corpus = new FuzzCorpus(directory);
        while (System.nanoTime() - start < enough) {
            long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
            EnvelopeFuzzer fuzzer = new EnvelopeFuzzer(corpus, Long.getLong("larder.test.fuzz.seed", seed));
            for (int reads = 0; reads < READS_EACH && System.nanoTime() - start < enough; reads += READS_AT_ONCE) {
                fuzzer.run(READS_AT_ONCE);
                System.out.println("EnvelopeFuzzIT, " + fuzzer.report());
            }
        }
    }
}
