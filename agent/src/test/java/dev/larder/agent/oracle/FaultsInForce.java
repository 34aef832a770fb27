package dev.larder.agent.oracle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The faults of a run that have begun, each to end in its time.
 *
 * <p><b>Threads.</b> Thread-safe; faults end on the timer's threads.
 */
final class FaultsInForce {

    private static final int PATIENCE_SECONDS = 60;

    private final Deployment deployment;
    private final Fleet fleet;
    private final Ways ways;
    private final ScheduledExecutorService timer;
    private final Map<String, Future<?>> ends = new HashMap<>();
    private int inflicted;

    FaultsInForce(Deployment deployment, Fleet fleet, Ways ways, ScheduledExecutorService timer) {
        this.deployment = deployment;
        this.fleet = fleet;
        this.ways = ways;
        this.timer = timer;
    }

    /** Does nothing where its target suffers already. */
    synchronized void inflict(Fault fault, int worker, Duration lasting) {
        String target = fault.target() == Fault.Target.REDIS ? "redis" : fault.target() + " " + worker;
        Future<?> before = ends.get(target);
        if (before == null || before.isDone()) {
            inflicted++;
            List<Integer> cutOff = fault.cutsOff(worker, fleet.size());
            cutOff.forEach(ways::cutOff);
            Runnable end = begin(fault, worker);
            Runnable endAndHeal = () -> {
                end.run();
                cutOff.forEach(ways::heal);
            };
            ends.put(target, timer.schedule(endAndHeal, lasting.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private Runnable begin(Fault fault, int worker) {
        if (fault == Fault.WORKER_PAUSED) {
            fleet.worker(worker).pause();
            return fleet.worker(worker)::resume;
        }
        return deployment.inflict(fault, worker);
    }

    synchronized int inflicted() {
        return inflicted;
    }

    /** Waits until all of them are over. */
    synchronized void awaitEnd() {
        for (Map.Entry<String, Future<?>> end : ends.entrySet()) {
            try {
                end.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | InterruptedException | TimeoutException e) {
                throw new AssertionError("The fault of " + end.getKey() + " does not end", e);
            }
        }
    }
}
