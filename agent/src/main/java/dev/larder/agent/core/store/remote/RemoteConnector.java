package dev.larder.agent.core.store.remote;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import java.util.concurrent.CompletionStage;

/** Makes connections to the configured back end. */
public interface RemoteConnector extends AutoCloseable {

    /**
     * Makes a new connection, including the look-up of the host name, and tries the commands that calls need on it.
     * Waits no longer than the limit for connecting.
     *
     * @throws StoreException if the connection cannot be made
     */
    RemoteStore connect(RemoteListener listener) throws StoreException;

    /**
     * Makes a connection for evictions only. To save round trips, no commands are tried on it; an unsupported one fails
     * when it is sent.
     *
     * @throws StoreException if the connection cannot be made within the budget
     */
    RemoteStore connectToEvict(RemoteListener listener, Budget budget) throws StoreException;

    /** Done when everything that had arrived on its connections has been read: see {@link Waiting.Arrivals}. */
    CompletionStage<?> readArrived();

    /** How many values that were read from the back end have been used in its place while it was away. */
    default long standbyHits() {
        return 0;
    }

    /** The address, without secrets. */
    String address();

    /** Ends all connections and threads; returns at once. */
    @Override
    void close();
}
