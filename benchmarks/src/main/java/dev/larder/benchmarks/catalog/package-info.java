/**
 * What is measured: one catalog of values, read through a cache in the manner of each {@link
 * dev.larder.benchmarks.catalog.Subject}.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.catalog.Subject#open}. All subjects keep statistics, expire their entries
 * after an hour and bound their number. Catalogs are thread-safe.
 */
@NullMarked
package dev.larder.benchmarks.catalog;

import org.jspecify.annotations.NullMarked;
