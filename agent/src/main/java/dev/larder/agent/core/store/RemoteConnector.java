package dev.larder.agent.core.store;

/** Makes connections to the one remote back end there is. */
public interface RemoteConnector extends AutoCloseable {

    /**
     * Makes a new connection, from the look-up of the host's name on, and tries everything on it that calls will need:
     * it reads, writes and runs scripts. Waits for that, within the limit set for connecting.
     *
     * @throws StoreException when there is no such connection to be had now
     */
    RemoteStore connect(RemoteListener listener) throws StoreException;

    /** Where, without secrets. */
    String address();

    /** Ends all connections and threads; returns at once. */
    @Override
    void close();
}
