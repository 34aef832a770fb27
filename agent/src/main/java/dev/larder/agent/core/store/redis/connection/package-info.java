/**
 * Connections to Redis, to one server or to the masters of a cluster, and what their failures mean.
 *
 * <p>Entry points: {@link dev.larder.agent.core.store.redis.connection.LettuceClient}, which makes connections, and
 * {@link dev.larder.agent.core.store.redis.connection.Link}. Three daemon threads; they run nothing of the application.
 */
@NullMarked
package dev.larder.agent.core.store.redis.connection;

import org.jspecify.annotations.NullMarked;
