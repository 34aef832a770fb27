package dev.larder.agent.apps.storm;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;

/**
 * Sleeps for a moment, then evicts many entries and reads some of them.
 *
 * <p>Where there are more threads than processors, a thread that wakes up takes the place of one that runs, wherever that
 * one is: in the middle of an eviction, for instance. What it evicts meanwhile has to be gone when its call returns,
 * although the other cannot go on.
 */
final class WakingStep implements Step {

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int READS = 8;

    private final Stock stock;
    private final StormReads reads;
    private final StormChanges changes;
    private final SplittableRandom random;

    WakingStep(Stock stock, StormReads reads, StormChanges changes, long seed) {
        this.stock = stock;
        this.reads = reads;
        this.changes = changes;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void take() throws JMException {
        LockSupport.parkNanos(1 + random.nextLong(LONGEST_SLEEP_NANOS));
        changes.make(Verb.anyWideChange(random.nextInt(1_000)), stock.anyRow(random));
        for (int i = 0; i < READS; i++) {
            reads.make(Verb.READ, stock.anyRow(random));
        }
    }
}
