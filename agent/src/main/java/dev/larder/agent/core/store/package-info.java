/**
 * The contract every back end keeps: entries under a key, written only under a lease, gone once evicted.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.CacheStore}. Every implementation is thread-safe and passes the
 * same contract tests.
 */
@NullMarked
package dev.larder.agent.core.store;

import org.jspecify.annotations.NullMarked;
