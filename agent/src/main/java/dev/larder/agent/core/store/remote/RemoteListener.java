package dev.larder.agent.core.store.remote;

/**
 * Hears how one connection fares.
 *
 * <p><b>Threads.</b> Called by callers' threads and by the connection's own: returns at once and takes no part in I/O.
 * Reasons name neither values nor secrets.
 */
public interface RemoteListener {

    /** A caller waited so long for the answer to a command, and got it. Within the caller's own limit, whatever that is. */
    void answered(long nanos);

    /** A command was not answered for as long as its caller could wait. */
    void unanswered();

    /** A command was answered with an error that says little about the next command. */
    void failed(String reason);

    /** The connection is closed, or the other end says that it will not serve: there is no point in trying more. */
    void lost(String reason);
}
