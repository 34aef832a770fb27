package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches the outcomes of calls on one connection. It leaves Redis as soon as most calls do not get their answers in
 * time, and ends the phase when the connection is lost.
 *
 * <p>Calls and checks are counted separately, both by the time limit of calls. A check may be answered fast while
 * calls are not, since their values are large. If calls are rare, checks show what they would meet.
 *
 * <p><b>Threads.</b> Called by callers' threads and by the connection's own. It leaves the phase on that thread: a
 * busy background thread must not let further calls go to a Redis that is lost or slow.
 */
final class CallWatch implements RemoteListener {

    private final Phases phases;
    private final Reasons reasons;
    private final long limitNanos;
    private final Breaker calls;
    private final Breaker checks;

    /** Set once the connection is made; outcomes before that belong to the attempt to connect. */
    private volatile @Nullable RemoteStore remote;

    /** Published to threads that describe a reason; 0 while unknown. */
    private volatile long lastCheckNanos;

    CallWatch(Phases phases, Reasons reasons, Duration limit, Ticker ticker) {
        this.phases = phases;
        this.reasons = reasons;
        this.limitNanos = limit.toNanos();
        this.calls = new Breaker(ticker);
        this.checks = new Breaker(ticker);
    }

    void watch(RemoteStore made) {
        remote = made;
    }

    @Override
    public void answered(long nanos) {
        if (nanos <= limitNanos) {
            calls.succeeded();
        } else {
            unanswered();
        }
    }

    @Override
    public void unanswered() {
        if (calls.failed()) {
            withdraw(reasons.tooSlow("most commands of late were not answered in time" + lastCheck()));
        }
    }

    @Override
    public void failed(String reason) {
        if (calls.failed()) {
            withdraw(reasons.lost(reason));
        }
    }

    private String lastCheck() {
        long nanos = lastCheckNanos;
        return nanos == 0 ? "" : " (the last check took " + inMillis(nanos) + ")";
    }

    /** One round trip of a check took so long. */
    void checked(long nanos) {
        lastCheckNanos = nanos;
        if (isInTime(nanos)) {
            checks.succeeded();
        } else if (checks.failed()) {
            withdraw(reasons.tooSlow("a check took " + inMillis(nanos) + ", as most did of late"));
        }
    }

    boolean isInTime(long nanos) {
        return nanos <= limitNanos;
    }

    static String inMillis(long nanos) {
        return -Math.floorDiv(-nanos, 1_000_000L) + " ms";
    }

    private void withdraw(String reason) {
        RemoteStore watched = remote;
        if (watched != null) {
            phases.withdraw(watched, reason);
        }
    }

    /** Forgets all outcomes, since they say nothing about the state from now on. */
    void reset() {
        calls.reset();
        checks.reset();
    }

    @Override
    public void lost(String reason) {
        RemoteStore watched = remote;
        if (watched != null) {
            phases.leave(watched, reasons.lost(reason));
        }
    }
}
