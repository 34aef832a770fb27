package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A method whose keys hardly ever come again, such as one for each keystroke. */
@Timeout(120)
final class ManyKeysTest {

    private static final int MOST = 1_000;
    private static final int KEYS = 300_000;
    private static final String LONG = "x".repeat(150);

    /** What is kept for each key ends with its entry; the counts are the method's and show what such a method does. */
    @Test
    void h110_keysThatAreNeverReadAgain_takeBoundedMemoryAndAreCounted() throws Exception {
        MemoryStore store = MemoryStore.create(
                new MemoryConfig(MOST, Duration.ofMinutes(1)), LoadConfig.defaults(), Ticker.system());
        Calls calls = Calls.over(store);
        load(calls, 0, 20_000);
        long before = usedBytes();

        load(calls, 20_000, KEYS);

        assertThat(store.memoryEntries()).isLessThanOrEqualTo(MOST);
        assertThat(usedBytes() - before).isLessThan(30L << 20); // a hundred bytes for each key would be as much
        assertThat(calls.counts().hits()).isZero();
        assertThat(calls.counts().misses()).isEqualTo(KEYS);
        assertThat(calls.counts().stores()).isEqualTo(KEYS);
        assertThat(calls.call("again", () -> List.of("a"), () -> false)).isEqualTo(List.of("a"));
        assertThat(calls.call("again", () -> List.of("b"), () -> false))
                .as("kept all the same")
                .isEqualTo(List.of("a"));
    }

    private static void load(Calls calls, int from, int to) {
        IntStream.range(from, to).forEach(i -> {
            try {
                calls.call(LONG + i, () -> List.of("value"), () -> false);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** After the collector has run; the least of several looks, since others use this heap, too. */
    private static long usedBytes() {
        Runtime heap = Runtime.getRuntime();
        return IntStream.range(0, 4)
                .mapToLong(i -> {
                    System.gc();
                    return heap.totalMemory() - heap.freeMemory();
                })
                .min()
                .orElseThrow();
    }
}
