/**
 * The contract of all stores: entries under a key, written only under a lease, and gone once evicted.
 *
 * <p>Entry points: {@link dev.larder.agent.core.store.CacheStore} and, for reads without waiting, {@link
 * dev.larder.agent.core.store.LocalEntries}. Every implementation is thread-safe and passes the same contract tests.
 */
@NullMarked
package dev.larder.agent.core.store;

import org.jspecify.annotations.NullMarked;
