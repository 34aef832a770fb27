/**
 * What a method evicts and puts when it runs.
 *
 * <p>Entry point: {@link dev.larder.agent.core.effect.MethodEffects}, one per woven method that has any. It renders
 * keys before and after the body, and passes the evictions and puts to {@code write}. The method's body runs exactly
 * once per call, on the thread of the application.
 */
@NullMarked
package dev.larder.agent.core.effect;

import org.jspecify.annotations.NullMarked;
