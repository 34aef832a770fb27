/**
 * Measures two ways of doing one thing beside each other, in one JVM and one thread.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.turn.Pair}. One thread.
 */
@NullMarked
package dev.larder.benchmarks.turn;

import org.jspecify.annotations.NullMarked;
