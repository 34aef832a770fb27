/**
 * The store that processes share: one Redis hash for each entry, changed by small scripts.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.redis.RedisConnector}. The layout is in {@code docs/redis-layout.md}. What goes over
 * the wire and how is in the packages inside of this one. Callers' threads wait, for no longer than their budget.
 */
@NullMarked
package dev.larder.agent.core.store.redis;

import org.jspecify.annotations.NullMarked;
