package dev.larder.agent.core.wait;

import dev.larder.agent.core.base.Latch;
import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One thread's wait for one future, which tells a silent other end from a process that stood still.
 *
 * <ol>
 *   <li>It waits in steps of {@link #STEP_NANOS}. A step that ends late by more than {@link #LATE_NANOS} is charged as if
 *       it had ended in time: while the thread could not run, nobody waited.
 *   <li>After the first step the I/O thread is waited for to come by once. It has written by then what was sent; before,
 *       nobody waited for the other end.
 *   <li>When the time is over, the I/O thread reads what has arrived. The outcome counts if it was among that.
 *   <li>If the I/O thread was late itself, or the step before was, the command may have been written a moment ago. It gets
 *       one step more, and what has arrived by then is read as well.
 *   <li>All waiting for the I/O thread is charged to the budget's grace, so that an I/O thread that never runs holds no
 *       caller for long. When the grace is spent and the I/O thread was late each time, it is unknown whether the outcome
 *       had arrived ({@link UnseenException}).
 *   <li>Where the I/O thread was late at the end, this wait's time is moved from the budget to the grace, as far as the
 *       grace goes. What the call sends next has its time.
 * </ol>
 *
 * <p><b>Why</b> on a latch: {@link java.util.concurrent.CompletableFuture#get} on a worker of the common pool runs
 * other tasks of that pool meanwhile. They are the application's, and the call would wait for as long as they take.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of this machine, whatever clock the budget goes by.
 *
 * <p><b>Threads.</b> Confined to the waiting thread.
 */
final class Wait {

    /** So short that a pause shows, so long that the steps of a whole wait cost nothing. */
    static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What it takes to wake a thread on a machine that is busy and not overloaded. */
    static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Ticker CLOCK = Ticker.system();

    private final CompletionStage<?> future;
    private final Latch done = new Latch();
    private boolean interrupted;

    /** Whether the latest step ended late. */
    private boolean late;

    /** Whether the I/O thread came in time to its latest look, so that what is missing then has not arrived. */
    private boolean seen;

    @SuppressWarnings("FutureReturnValueIgnored") // the latch hears of the outcome, and nothing there can fail
    Wait(CompletionStage<?> future) {
        this.future = future;
        future.whenComplete((outcome, failure) -> done.open());
    }

    /** Waits until the future is done; throws if it is not when the time is over. */
    void await(Budget budget, Waiting.Arrivals arrivals) throws TimeoutException {
        long spentBefore = budget.spentNanos();
        if (inTime(budget, STEP_NANOS) || look(budget, arrivals) || inTime(budget, Long.MAX_VALUE)) {
            return;
        }
        boolean isDone = afterAll(budget, arrivals);
        if (!seen) {
            budget.chargeToGrace(budget.spentNanos() - spentBefore);
        }
        if (!isDone) {
            throw seen ? new TimeoutException() : new UnseenException();
        }
    }

    /** Waits for as long as the budget allows, and no longer than {@code mostNanos}. Returns whether the future is done. */
    private boolean inTime(Budget budget, long mostNanos) {
        long left = Math.min(budget.startWaiting(), mostNanos);
        long excused = 0;
        try {
            while (!isDone() && left > 0) {
                long start = CLOCK.nanoTime();
                long charged = step(left);
                left -= charged;
                excused += CLOCK.nanoTime() - start - charged;
            }
            return isDone();
        } finally {
            budget.stopWaiting();
            budget.excuse(excused);
        }
    }

    /** Looks once more, when the time is over. Returns whether the future is done. */
    private boolean afterAll(Budget budget, Waiting.Arrivals arrivals) {
        while (!look(budget, arrivals) && !seen && budget.graceNanos() > 0) {
            budget.chargeGrace(step(budget.graceNanos()));
        }
        return isDone();
    }

    /** Has the I/O thread read what has arrived, unless the future is done before. Returns whether it is. */
    @SuppressWarnings("FutureReturnValueIgnored") // as above
    private boolean look(Budget budget, Waiting.Arrivals arrivals) {
        boolean wasLate = late;
        Wait reading = new Wait(arrivals.read());
        future.whenComplete((outcome, failure) -> reading.done.open());
        boolean hasRead = budget.graceNanos() > 0 && reading.inGrace(budget);
        interrupted |= reading.interrupted;
        seen = hasRead && !wasLate && !reading.late;
        return isDone();
    }

    private boolean inGrace(Budget budget) {
        long start = CLOCK.nanoTime();
        while (!isDone() && budget.graceNanos() > 0) {
            budget.chargeGrace(step(budget.graceNanos()));
        }
        late = CLOCK.nanoTime() - start > LATE_NANOS;
        return isDone();
    }

    /** Waits for one step, no longer than {@code mostNanos}. Returns what to charge for it. */
    private long step(long mostNanos) {
        long length = Math.min(mostNanos, STEP_NANOS);
        long start = CLOCK.nanoTime();
        long took = 0;
        while (took < length && !isDoneWithin(length - took)) {
            took = CLOCK.nanoTime() - start;
        }
        took = CLOCK.nanoTime() - start;
        late = took - length > LATE_NANOS;
        return late ? length : took;
    }

    /** Returns false early when the thread is interrupted. */
    private boolean isDoneWithin(long nanos) {
        try {
            return done.await(nanos);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        }
    }

    private boolean isDone() {
        return done.isOpen();
    }

    /** The interrupt is the application's. */
    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
