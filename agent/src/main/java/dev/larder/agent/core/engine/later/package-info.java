/**
 * A cached call whose caller waits for nothing: of a method that returns its result's stage.
 *
 * <p>Entry point: {@link dev.larder.agent.core.engine.later.LaterLoad}. The decisions are those of {@link
 * dev.larder.agent.core.engine.Load}; here is what follows when, and on which thread.
 * Calls for many ids use what they have in common with these.
 *
 * <p>Each call is used by one thread at a time, and holds none while it waits.
 */
@NullMarked
package dev.larder.agent.core.engine.later;

import org.jspecify.annotations.NullMarked;
