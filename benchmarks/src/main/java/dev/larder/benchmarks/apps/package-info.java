/**
 * Programs that are started with and without the agent, to see what it costs beside the calls: time, heap, threads,
 * classes.
 *
 * <p>Each writes {@code name=value} lines to standard output, in the manner of {@link dev.larder.benchmarks.apps.Told}.
 */
@NullMarked
package dev.larder.benchmarks.apps;

import org.jspecify.annotations.NullMarked;
