/**
 * What a method evicts and puts when it runs.
 *
 * <p>Entry point: {@link dev.larder.agent.core.effect.Effects}, one per woven method that has any. Every fault of ours
 * stops here, as in {@code core.engine}; the method's body runs exactly once per call.
 *
 * <p>Runs on the application's threads, before and after the body, and when a transaction ends on the thread that ends it.
 */
@NullMarked
package dev.larder.agent.core.effect;

import org.jspecify.annotations.NullMarked;
