/**
 * What a hit on a near copy costs beside one in memory, and what a near copy is worth of a key that is written all the time.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.near.NearRatios}, which starts a Redis and a JVM.
 */
@NullMarked
package dev.larder.benchmarks.near;

import org.jspecify.annotations.NullMarked;
