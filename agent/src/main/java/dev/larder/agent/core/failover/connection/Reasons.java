package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.store.StoreException;
import java.time.Duration;

/**
 * Describes why Redis is not used, for the mode's reason and the log.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class Reasons {

    /** What all reasons have in common that are about time. */
    public static final String NOT_IN_TIME = " does not answer in time: ";

    private final String server;
    private final Duration callLimit;

    /**
     * Without secrets, as all that comes of it.
     *
     * @param callLimit what a call may spend on waiting
     */
    public Reasons(String address, Duration callLimit) {
        this.server = "Redis at " + address;
        this.callLimit = callLimit;
    }

    String server() {
        return server;
    }

    String answers() {
        return server + " answers";
    }

    String lost(String why) {
        return server + " is lost: " + why;
    }

    String lost(StoreException e) {
        return e.isUnanswered() ? silent(String.valueOf(e.getMessage())) : lost(String.valueOf(e.getMessage()));
    }

    String notConnected(StoreException e) {
        if (e.isUnanswered()) {
            return silent(String.valueOf(e.getMessage()));
        }
        return server + (e.isAnswered() ? " cannot be used: " : " cannot be reached: ") + e.getMessage();
    }

    /** For a Redis that may be dead. */
    public String silent(String what) {
        return server + NOT_IN_TIME + what;
    }

    /** For a Redis that may work: this process has not read its answers. */
    String unread(Duration time) {
        return "this process was too busy for " + time.toMillis() + " ms to read what " + server + " answers";
    }

    /** For a Redis that answers too late for calls. */
    public String tooSlow(String what) {
        return server + NOT_IN_TIME + what + ", and a call may wait " + callLimit.toMillis()
                + " ms in all (larder.redis.timeout)";
    }
}
