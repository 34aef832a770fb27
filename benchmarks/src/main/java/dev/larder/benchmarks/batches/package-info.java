/**
 * How a call for many ids compares with a call for each of them.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.batches.BatchRatios}, which starts a JVM. One thread in it.
 */
@NullMarked
package dev.larder.benchmarks.batches;

import org.jspecify.annotations.NullMarked;
