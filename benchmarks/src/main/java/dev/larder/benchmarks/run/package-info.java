/**
 * Runs measurements and keeps what they found.
 *
 * <p>Entry points: {@link dev.larder.benchmarks.run.Plan} says what is measured, {@link
 * dev.larder.benchmarks.run.Rounds} measures it, {@link dev.larder.benchmarks.run.Results} is what the file holds. All on
 * the one thread of the command; every measurement is made in a JVM of its own.
 */
@NullMarked
package dev.larder.benchmarks.run;

import org.jspecify.annotations.NullMarked;
