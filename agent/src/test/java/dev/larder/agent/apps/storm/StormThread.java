package dev.larder.agent.apps.storm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes one step after the other until the storm is over.
 *
 * <p>A process that is cut off from Redis answers from memory, a hundred times as often, and little of it is promised to
 * anybody. So it takes its steps slowly then, and none while more than a hundredth of all reads are exempt.
 */
final class StormThread implements Runnable {

    private static final long CUT_OFF_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SharedTruth truth;
    private final int worker;
    private final Step step;
    private final Checker checker;

    StormThread(SharedTruth truth, int worker, Step step, Checker checker) {
        this.truth = truth;
        this.worker = worker;
        this.step = step;
        this.checker = checker;
    }

    @Override
    public void run() {
        try {
            while (!truth.isOver()) {
                if (mayGoOn()) {
                    step.take();
                }
            }
        } catch (Throwable e) { // the test must hear of it, whatever it is
            StormApp.fail(e);
        } finally {
            checker.publish();
        }
    }

    private boolean mayGoOn() {
        if (!truth.isCutOff(worker)) {
            return true;
        }
        LockSupport.parkNanos(CUT_OFF_PAUSE_NANOS);
        return truth.mayExemptMore();
    }
}
