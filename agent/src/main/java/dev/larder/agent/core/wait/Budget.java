package dev.larder.agent.core.wait;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;

/**
 * The time that one call may wait for a back end, all its commands together.
 *
 * <p>Only waiting is charged: the clock runs between {@link #startWaiting} and {@link #stopWaiting}, not while the
 * method's body runs. Time in which the waiting thread could not run is not charged ({@link #excuse}): it did not wait
 * for the back end then.
 *
 * <p>After it comes a grace of the same length. In it {@link Waiting} reads what had arrived when the time was over,
 * and it covers time in which this process read nothing. Both together bound the wait on this budget; {@link
 * #withGrace} makes the grace longer.
 *
 * <p><b>Threads.</b> Used by one thread at a time: by the call's, or by the one that does its work while it waits.
 */
public final class Budget {

    private final Ticker ticker;
    private final Duration limit;
    private long remainingNanos;
    private long graceNanos;
    private long startNanos;
    private boolean isUnanswered;

    /** Time in which the I/O thread read nothing, beyond what the grace could pay for. */
    private long unseenNanos;

    public Budget(Ticker ticker, Duration limit) {
        this.ticker = ticker;
        this.limit = limit;
        this.remainingNanos = limit.toNanos();
        this.graceNanos = remainingNanos;
    }

    /** A new budget of the same size, for work that must not be charged for what came before it. */
    public Budget anew() {
        return new Budget(ticker, limit);
    }

    /** That an answer did not come in time. Returns whether it is the first one: those of many commands may be late together. */
    public boolean noteUnanswered() {
        boolean isFirst = !isUnanswered;
        isUnanswered = true;
        return isFirst;
    }

    /** Starts the clock. @return how long the caller may wait now, in nanoseconds; 0 or less when nothing is left */
    public long startWaiting() {
        startNanos = ticker.nanoTime();
        return remainingNanos;
    }

    /** Stops the clock and charges the wait. */
    public void stopWaiting() {
        remainingNanos -= ticker.nanoTime() - startNanos;
    }

    /** Whether nothing is left to wait with, the grace aside. */
    public boolean isSpent() {
        return remainingNanos <= 0;
    }

    /** How long the call has waited, without excused time and without the grace. */
    public long spentNanos() {
        return limit.toNanos() - Math.max(remainingNanos, 0);
    }

    /** Gives back what was charged while the waiting thread stood still. */
    void excuse(long nanos) {
        remainingNanos += nanos;
    }

    /** What is left of the grace. */
    long graceNanos() {
        return graceNanos;
    }

    void chargeGrace(long nanos) {
        graceNanos -= nanos;
    }

    /** Gives back what was charged while nobody read, at the expense of the grace. */
    void chargeToGrace(long nanos) {
        long most = Math.max(Math.min(nanos, graceNanos), 0);
        graceNanos -= most;
        remainingNanos += most;
        unseenNanos += nanos - most;
    }

    /**
     * Whether this process read nothing for longer than the grace, so that the spent time says nothing about the back
     * end.
     */
    public boolean wentByUnseen() {
        return unseenNanos > 0;
    }

    /**
     * Makes the grace at least this long, for work that many others depend on. It covers at once the time in which the
     * I/O thread read nothing and which the shorter grace did not cover.
     *
     * @return this
     */
    public Budget withGrace(Duration atLeast) {
        graceNanos = Math.max(graceNanos, atLeast.toNanos());
        long owedNanos = unseenNanos;
        unseenNanos = 0;
        chargeToGrace(owedNanos);
        return this;
    }
}
