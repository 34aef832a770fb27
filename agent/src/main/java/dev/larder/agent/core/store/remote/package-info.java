/**
 * The contract of remote stores: connections, their outcomes, and the history of their data.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.remote.RemoteConnector}. {@code store.redis} implements it, {@code failover} uses it.
 */
@NullMarked
package dev.larder.agent.core.store.remote;

import org.jspecify.annotations.NullMarked;
