package dev.larder.agent.core.store;

/**
 * Hears how one connection fares.
 *
 * <p><b>Threads.</b> Called by callers' threads and by the connection's own: returns at once and takes no part in I/O.
 * Reasons name neither values nor secrets.
 */
public interface RemoteListener {

    /** A command was answered as it should be. */
    void answered();

    /** A command was not answered in time, or with an error that says little about the next command. */
    void failed(String reason);

    /** The connection is closed, or the other end says that it will not serve: there is no point in trying more. */
    void lost(String reason);
}
