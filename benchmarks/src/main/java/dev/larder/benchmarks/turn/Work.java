package dev.larder.benchmarks.turn;

import org.jspecify.annotations.Nullable;

/** What is measured. */
@FunctionalInterface
public interface Work {
    @Nullable
    Object run() throws Throwable;
}
