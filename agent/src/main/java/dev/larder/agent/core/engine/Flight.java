package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.StoredEntry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One load that others in this process may wait for.
 *
 * <p><b>Threads.</b> Led by the thread that made it; landed by that thread once; waited for by any other.
 */
final class Flight {

    private final Thread leader = Thread.currentThread();
    private final CountDownLatch landed = new CountDownLatch(1);

    /** Opens when it lands, and before that if its leader waits for another process: this one cannot speed that up. */
    private final CountDownLatch outOfOurHands = new CountDownLatch(1);

    /** Written before {@link #landed} opens, read after. */
    private @Nullable StoredEntry entry;

    /** As {@link #entry}. */
    private boolean fruitless;

    Thread leader() {
        return leader;
    }

    /**
     * Ends the wait of all others.
     *
     * @param stored what was stored under a lease that still stood; null for nothing
     * @param nothingToStore whether another load, too, would have nothing to store, as far as one can tell
     */
    void land(@Nullable StoredEntry stored, boolean nothingToStore) {
        entry = stored;
        fruitless = nothingToStore;
        landed.countDown();
        outOfOurHands.countDown();
    }

    /** The leader begins to wait for another process's load. Not to be taken back when that wait is over. */
    void waitsForAnotherProcess() {
        outOfOurHands.countDown();
    }

    /** Waits until it lands; says false if the time ran out first. */
    boolean await(long nanos) throws InterruptedException {
        return landed.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** As {@link #await}, and says false as soon as its leader waits for another process, or if it has before. */
    boolean awaitWithinProcess(long nanos) throws InterruptedException {
        return outOfOurHands.await(nanos, TimeUnit.NANOSECONDS) && landed.getCount() == 0;
    }

    /** What was stored; null when there is nothing to share. To be called once {@link #await} returned true. */
    @Nullable
    StoredEntry entry() {
        return entry;
    }

    /** Whether there is no point in waiting for another load of the same. As for {@link #entry}. */
    boolean isFruitless() {
        return fruitless;
    }
}
