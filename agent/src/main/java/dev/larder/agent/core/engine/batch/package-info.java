/**
 * A call of a cached method that returns many entries, one for each of its ids.
 *
 * <p>Starts at {@link dev.larder.agent.core.engine.batch.BatchCall}, or at {@link dev.larder.agent.core.engine.batch.LaterBatch} if the
 * method returns a stage. It uses the loads of {@code core.engine}, one for each id that
 * is missing, so that it shares entries, leases and flights with methods that return one. Each call is used by one thread at a time.
 */
@NullMarked
package dev.larder.agent.core.engine.batch;

import org.jspecify.annotations.NullMarked;
