/**
 * The store that answers: Redis, or memory while Redis is away.
 *
 * <p>Entry point: {@link dev.larder.agent.core.failover.FailoverStore}. Calls read one volatile reference and go on; which store that
 * is, {@code failover.phase} says. {@code failover.connection} keeps Redis connected, and it and all reports run on the one thread
 * {@code larder-background-1}.
 */
@NullMarked
package dev.larder.agent.core.failover;

import org.jspecify.annotations.NullMarked;
