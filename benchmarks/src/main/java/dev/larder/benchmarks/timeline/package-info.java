/**
 * The pictures of {@code docs/patterns.md}: who does what in each pattern, and when.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.timeline.PatternTimelines}. The same code makes the same files, to the byte.
 */
@NullMarked
package dev.larder.benchmarks.timeline;

import org.jspecify.annotations.NullMarked;
