/**
 * Compares the packed agent's codec of values in Redis with Jackson's data binding, in one JVM and without Redis.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.codec.CodecRatios}. One thread.
 */
@NullMarked
package dev.larder.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
