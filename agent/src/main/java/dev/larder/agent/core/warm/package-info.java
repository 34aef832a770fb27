/**
 * Calls cached methods before anybody needs their results, once in all processes that share a store.
 *
 * <p>Entry point: {@link dev.larder.agent.core.warm.Warmer}. One thread decides when; each run of the application's code has a thread
 * of its own, so that nothing of the application stays with a thread of the agent.
 */
@NullMarked
package dev.larder.agent.core.warm;

import org.jspecify.annotations.NullMarked;
