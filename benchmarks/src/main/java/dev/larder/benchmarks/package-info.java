/**
 * Benchmarks of Larder as shipped.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.Main}.
 */
@NullMarked
package dev.larder.benchmarks;

import org.jspecify.annotations.NullMarked;
