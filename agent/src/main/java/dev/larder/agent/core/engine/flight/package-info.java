/**
 * Loads under way in this process, and the callers that wait for them.
 *
 * <p>Entry point: {@link dev.larder.agent.core.engine.flight.SingleFlight}. Any thread, without a lock.
 */
@NullMarked
package dev.larder.agent.core.engine.flight;

import org.jspecify.annotations.NullMarked;
