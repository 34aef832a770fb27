/**
 * The application of the stale oracle's storms: processes that call the cache as fast as it answers and check every
 * answer on the spot, against a {@link dev.larder.agent.apps.storm.SharedTruth truth} that all of them share.
 *
 * <p>{@link dev.larder.agent.apps.storm.StormApp} is the start. The test's end is {@code dev.larder.agent.oracle.Storm}.
 */
package dev.larder.agent.apps.storm;
