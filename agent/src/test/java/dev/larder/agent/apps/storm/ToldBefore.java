package dev.larder.agent.apps.storm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What Redis had been told at earlier moments, about the last two seconds: copies in other processes are bound by that.
 *
 * <p>A process that was paused has no moment in its pause, and goes by an earlier one: less is promised then.
 *
 * <p><b>Threads.</b> One looks, all read.
 */
final class ToldBefore {

    private static final int MOMENTS = 128;
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    private final SharedTruth truth;
    private final AtomicReferenceArray<Moment> moments = new AtomicReferenceArray<>(MOMENTS);

    /** How many there have been; published after the last one. */
    private volatile int count;

    ToldBefore(SharedTruth truth) {
        this.truth = truth;
    }

    /** @param nanos when all of these had been told */
    private record Moment(long nanos, long[] floors) {}

    void look() {
        int last = count;
        if (last > 0 && System.nanoTime() - moments.get((last - 1) % MOMENTS).nanos < BETWEEN_NANOS) {
            return;
        }
        long[] floors = new long[truth.slots()];
        for (int slot = 0; slot < floors.length; slot++) {
            floors[slot] = truth.told(slot);
        }
        moments.set(last % MOMENTS, new Moment(System.nanoTime(), floors));
        count = last + 1;
    }

    /** What had been told of the slot at {@code nanos}, at the least. */
    long floor(int slot, long nanos) {
        int last = count - 1;
        for (int i = last; i >= 0 && i > last - MOMENTS; i--) {
            Moment moment = moments.get(i % MOMENTS);
            if (moment.nanos - nanos <= 0) {
                return moment.floors[slot];
            }
        }
        return 0;
    }
}
