package dev.larder.benchmarks.jmh;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Chooses which entry a thread reads next: at random and evenly, for a nanosecond or two in everybody's figures. */
@State(Scope.Thread)
public class Cursor {

    private long state = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;

    /** From 0 to {@code bound - 1}. */
    int next(int bound) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (int) (((state >>> 32) * bound) >>> 32);
    }
}
