/**
 * Carries evictions and puts to the store: now, or when the transaction that they belong to ends.
 *
 * <p>Entry point: {@link dev.larder.agent.core.write.Writes}. It knows neither methods nor templates; what was evicted or put is decided
 * by {@code effect} and {@code direct}. Every fault of the agent stops here. Runs on the threads of the application, and when a
 * transaction ends on the thread that ends it.
 */
@NullMarked
package dev.larder.agent.core.write;

import org.jspecify.annotations.NullMarked;
