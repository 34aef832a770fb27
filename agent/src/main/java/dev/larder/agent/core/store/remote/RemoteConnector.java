package dev.larder.agent.core.store.remote;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import java.util.concurrent.CompletionStage;

/** Makes connections to the one remote back end there is. */
public interface RemoteConnector extends AutoCloseable {

    /**
     * Makes a new connection, from the look-up of the host's name on, and tries everything on it that calls will need:
     * it reads, writes and runs scripts. Waits for that, within the limit set for connecting.
     *
     * @throws StoreException when there is no such connection to be had now
     */
    RemoteStore connect(RemoteListener listener) throws StoreException;

    /**
     * Makes a connection for evictions alone. Nothing is tried out on it, so that it takes as few round trips as can be;
     * what it cannot do fails when it is asked to.
     *
     * @throws StoreException when there is no such connection to be had within the budget
     */
    RemoteStore connectToEvict(RemoteListener listener, Budget budget) throws StoreException;

    /** Done when all has been read that had arrived on any of its connections: see {@link Waiting.Arrivals}. */
    CompletionStage<?> readArrived();

    /** Where, without secrets. */
    String address();

    /** Ends all connections and threads; returns at once. */
    @Override
    void close();
}
