package dev.larder.agent.core.store.remote;

/**
 * Is notified of the outcomes on one connection.
 *
 * <p><b>Threads.</b> Called by callers' threads and by the connection's own: must return at once and do no I/O. Reasons
 * contain neither values nor secrets.
 */
public interface RemoteListener {

    /** A command was answered within its caller's limit, after the caller had waited for this time. */
    void answered(long nanos);

    /** A command was not answered within its caller's limit. */
    void unanswered();

    /** A command was answered with an error that says little about the next command. */
    void failed(String reason);

    /** The connection is closed, or the back end refuses to serve: it is of no further use. */
    void lost(String reason);
}
