/**
 * Makes {@code docs/performance.md} and its charts of a result file.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.report.Report}. The same file makes the same report, to the byte.
 */
@NullMarked
package dev.larder.benchmarks.report;

import org.jspecify.annotations.NullMarked;
