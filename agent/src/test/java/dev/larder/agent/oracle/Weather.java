package dev.larder.agent.oracle;

import dev.larder.agent.oracle.StormPlan.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults of a storm: it stops one process after the other, in the middle of an eviction or a put, and beside that it may
 * cut workers off from Redis.
 *
 * <p>A pause excuses nobody. Of a cut the truth is told before it begins, and when it is over.
 *
 * <p><b>Threads.</b> One that pauses and one that cuts.
 */
final class Weather implements AutoCloseable {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_PAUSES = Duration.ofMillis(300);
    private static final Duration LONGEST_CUT = Duration.ofMillis(900);
    private static final Duration BETWEEN_CUTS = Duration.ofSeconds(2);
    private static final int PATIENCE_SECONDS = 60;

    /** What was evicted so long before a process lost Redis, its memory does not begin with. See docs/consistency.md. */
    private static final Duration KNOWN = Duration.ofMillis(1_600);

    /** A process that is cut off from Redis may change nothing for a while, and is then stopped all the same. */
    private static final int MOST_TRIES = 20;

    /** Of each process, and cuts of each kind: with fewer of them, a storm has shown little. */
    private static final int FEWEST_PAUSES = 2;

    private final Storm storm;
    private final Deployment deployment;
    private final Faults faults;
    private final long seed;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, Threads.daemons("weather"));
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    Weather(Storm storm, Deployment deployment, Faults faults, long seed) {
        this.storm = storm;
        this.deployment = deployment;
        this.faults = faults;
        this.seed = seed;
    }

    void begin() {
        if (faults != Faults.NONE) {
            running.add(threads.submit(this::pauseInTurn));
        }
        if (faults == Faults.PAUSES_AND_CUTS) {
            running.add(threads.submit(this::cutInTurn));
        }
    }

    /** Returns when all that was broken is whole again. */
    void end() throws InterruptedException {
        end.countDown();
        for (Future<?> fault : running) {
            try {
                fault.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("A fault did not come to its end", e);
            }
        }
    }

    boolean hasDoneEnough() {
        return (faults == Faults.NONE || pauses() >= FEWEST_PAUSES * deployment.workers())
                && (faults != Faults.PAUSES_AND_CUTS
                        || cuts() >= deployment.faults().size());
    }

    int pauses() {
        return pauses.get();
    }

    int cuts() {
        return cuts.get();
    }

    private Void pauseInTurn() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int turn = 0; !hasEnded(); turn++) {
            int worker = turn % deployment.workers();
            pauses.incrementAndGet();
            try {
                pauseInAChange(worker);
                pass(between(SHORTEST_PAUSE, LONGEST_PAUSE, random));
            } finally {
                storm.resume(worker);
            }
            pass(between(Duration.ZERO, BETWEEN_PAUSES, random));
        }
        return null;
    }

    /** It is seen only of a process that stands still. */
    private void pauseInAChange(int worker) {
        storm.pause(worker);
        for (int tries = 1; tries < MOST_TRIES && !storm.truth().isChanging(worker); tries++) {
            storm.resume(worker);
            storm.pause(worker);
        }
    }

    private Void cutInTurn() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed + 1);
        List<Fault> kinds = List.copyOf(deployment.faults());
        for (int turn = random.nextInt(kinds.size()); !hasEnded(); turn++) {
            do {
                pass(between(SHORTEST_PAUSE, BETWEEN_CUTS, random));
            } while (!hasEnded() && !storm.truth().mayExemptMore());
            cut(kinds.get(turn % kinds.size()), random);
        }
        return null;
    }

    private void cut(Fault fault, SplittableRandom random) throws InterruptedException {
        int worker = random.nextInt(deployment.workers());
        List<Integer> hit = fault.cutsOff(worker, deployment.workers());
        hit.forEach(storm.truth()::beforeCut);
        pass(KNOWN);
        hit.forEach(storm.truth()::cutOff);
        cuts.incrementAndGet();
        Runnable end = deployment.inflict(fault, worker);
        try {
            pass(between(Duration.ZERO, LONGEST_CUT, random));
        } finally {
            end.run();
            hit.forEach(storm.truth()::heal);
        }
    }

    /** More often short than long. */
    private static Duration between(Duration shortest, Duration longest, SplittableRandom random) {
        double share = random.nextDouble();
        return shortest.plusMillis(
                (long) (share * share * longest.minus(shortest).toMillis()));
    }

    private boolean hasEnded() {
        return end.getCount() == 0;
    }

    /** For so long, or until the storm is to end. */
    @SuppressWarnings("ResultOfMethodCallIgnored") // either will do
    private void pass(Duration time) throws InterruptedException {
        end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        end.countDown();
        threads.shutdownNow();
    }
}
