/**
 * A call of a cached method that returns many entries, one for each of its ids.
 *
 * <p>Starts at {@link dev.larder.agent.core.engine.batch.BatchCall}. It uses the loads of {@code core.engine}, one for each id that
 * is missing, so that it shares entries, leases and flights with methods that return one. Everything happens on the caller's thread.
 */
@NullMarked
package dev.larder.agent.core.engine.batch;

import org.jspecify.annotations.NullMarked;
