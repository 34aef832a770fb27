/**
 * A cached call: look up, load once, store under the lease.
 *
 * <p>Entry point: {@link dev.larder.agent.core.engine.CachedMethod}, one per call site. This is the edge at which every
 * throwable of ours stops: it is counted and logged here, and the method's body runs instead, once.
 *
 * <p>Calls whose result comes later are those of {@code core.engine.later}.
 *
 * <p>Runs on the application's threads and holds no lock while application code runs.
 */
@NullMarked
package dev.larder.agent.core.engine;

import org.jspecify.annotations.NullMarked;
