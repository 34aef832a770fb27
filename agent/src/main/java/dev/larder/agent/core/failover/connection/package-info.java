/**
 * Keeps a connection to Redis: attempts, replay of evictions, heartbeat, and whether what it answers can be trusted.
 *
 * <p>Entry point: {@link dev.larder.agent.core.failover.connection.ConnectionKeeper}. Confined to one background thread, except that the
 * outcomes of commands are reported by the threads of callers.
 */
@NullMarked
package dev.larder.agent.core.failover.connection;

import org.jspecify.annotations.NullMarked;
