/**
 * Finds all keys of a pattern, also on a cluster whose slots move meanwhile.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.redis.scan.PatternScan}. Runs on the thread that evicts.
 */
@NullMarked
package dev.larder.agent.core.store.redis.scan;

import org.jspecify.annotations.NullMarked;
