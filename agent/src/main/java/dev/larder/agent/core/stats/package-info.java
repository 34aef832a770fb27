/**
 * The statistics of cached methods.
 *
 * <p>Entry point: {@link dev.larder.agent.core.stats.StatsRegistry}. Counting is lock-free and thread-safe and does not
 * allocate; snapshots are immutable, and their counts may be of slightly different moments.
 */
@NullMarked
package dev.larder.agent.core.stats;

import org.jspecify.annotations.NullMarked;
