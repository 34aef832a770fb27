/**
 * What happened to the calls of cached methods, in numbers.
 *
 * <p>Entry point: {@link dev.larder.agent.core.stats.StatsRegistry}. Counting is lock-free and thread-safe and does not
 * allocate; reading gives immutable snapshots, whose fields may be a few calls apart from each other.
 */
@NullMarked
package dev.larder.agent.core.stats;

import org.jspecify.annotations.NullMarked;
