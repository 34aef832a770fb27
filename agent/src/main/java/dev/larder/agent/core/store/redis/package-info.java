/**
 * The store that processes share: one Redis hash for each entry, changed by small scripts.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.redis.RedisConnector}. The layout is in
 * {@code docs/redis-layout.md}. Callers' threads wait, for no longer than their budget; the connection's own threads
 * neither encode nor decode values and run nothing of the application. Sole owner of Lettuce.
 */
@NullMarked
package dev.larder.agent.core.store.redis;

import org.jspecify.annotations.NullMarked;
