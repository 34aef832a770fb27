/**
 * What a method evicts and puts when it runs.
 *
 * <p>Entry points: {@link dev.larder.agent.core.effect.MethodEffects}, one per woven method that has any, and
 * {@link dev.larder.agent.core.effect.Writes}, through which all of them go to the store, now or after a commit. Every
 * fault of ours stops here, as in {@code core.engine}; the method's body runs exactly once per call.
 *
 * <p>Runs on the application's threads, before and after the body, and when a transaction ends on the thread that ends it.
 */
@NullMarked
package dev.larder.agent.core.effect;

import org.jspecify.annotations.NullMarked;
