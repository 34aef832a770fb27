/**
 * The contract of stores at the other end of a connection: how connections are made, how they fare, and where their data come
 * from.
 *
 * <p>Entry point: {@link dev.larder.agent.core.store.remote.RemoteConnector}. {@code store.redis} implements it, {@code failover} uses it.
 */
@NullMarked
package dev.larder.agent.core.store.remote;

import org.jspecify.annotations.NullMarked;
