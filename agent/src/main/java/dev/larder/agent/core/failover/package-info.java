/**
 * Decides which store answers now: Redis, or memory while Redis is away.
 *
 * <p>Entry point: {@link dev.larder.agent.core.failover.FailoverStore}. Calls read one volatile reference and go on.
 * Connecting, replaying, checking and telling happen on the one thread {@code larder-background-1}.
 */
@NullMarked
package dev.larder.agent.core.failover;

import org.jspecify.annotations.NullMarked;
