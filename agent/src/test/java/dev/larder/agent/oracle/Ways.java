package dev.larder.agent.oracle;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The ways of a fleet's workers to Redis: which of them the schedule has broken, and when a worker is back after that.
 *
 * <p>It is back when it is in mode {@code REDIS} with an empty journal and Redis has answered it, and no other fault has
 * begun meanwhile. It does not come into that mode before Redis has confirmed its whole journal.
 *
 * <p><b>Threads.</b> Thread-safe. Workers are asked on threads of its own, since one that is paused does not answer.
 */
final class Ways implements AutoCloseable {

    private static final int LOOK_MILLIS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Fleet fleet;
    private final int[] faults;
    private final long[] cuts;
    private final ScheduledExecutorService threads;

    Ways(Fleet fleet) {
        this.fleet = fleet;
        this.faults = new int[fleet.size()];
        this.cuts = new long[fleet.size()];
        this.threads = Executors.newScheduledThreadPool(fleet.size(), Threads.daemons("ways"));
    }

    /** To be called before a fault begins. */
    synchronized void cutOff(int worker) {
        faults[worker]++;
        cuts[worker]++;
        fleet.traffic().cutOff(worker);
    }

    /** To be called when it is over. */
    synchronized void heal(int worker) {
        faults[worker]--;
        long cut = cuts[worker];
        threads.execute(() -> look(worker, cut));
    }

    /** Until it is back, unless it has been cut off again: then the end of the last fault looks for it. */
    private void look(int worker, long cut) {
        boolean isBack = isWhole(worker, cut) && fleet.worker(worker).worksWithRedis();
        synchronized (this) {
            if (!isWhole(worker, cut)) {
                return;
            }
            if (isBack) {
                fleet.traffic().back(worker);
            } else {
                threads.schedule(() -> look(worker, cut), LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private synchronized boolean isWhole(int worker, long cut) {
        return faults[worker] == 0 && cuts[worker] == cut;
    }

    /** Returns when nobody is cut off any more. */
    void awaitBack() {
        await("all workers back at Redis")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(LOOK_MILLIS))
                .until(fleet.traffic()::isNobodyCutOff);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
