/**
 * Compares calls that copy mutable values, in memory, with copies that are written by hand.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.copies.CopyRatios}, which starts JVMs. One thread in each.
 */
@NullMarked
package dev.larder.benchmarks.copies;

import org.jspecify.annotations.NullMarked;
