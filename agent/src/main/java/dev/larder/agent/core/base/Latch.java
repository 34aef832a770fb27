package dev.larder.agent.core.base;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens once. What a caller's thread waits for is a latch, since it can wait for one at any depth of its stack.
 *
 * <p>A virtual thread that {@linkplain Parking cannot be parked} waits in {@link Object#wait(long)}, which needs no copy of
 * its stack, and looks each millisecond whether the latch is open. It keeps its carrier meanwhile. So no latch may depend on
 * another virtual thread to open it.
 *
 * <p><b>Why</b> no {@link java.util.concurrent.CountDownLatch}: before JDK 24 a thread that cannot be parked stays in its
 * queue for ever, and those behind it are not woken up.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock.
 */
public final class Latch {

    private static final Ticker CLOCK = Ticker.system();

    private final Queue<Thread> sleepers = new ConcurrentLinkedQueue<>();

    /** Also publishes what was written before {@link #open}. */
    private volatile boolean open;

    public boolean isOpen() {
        return open;
    }

    /** A thread that is not seen here registers later, and then sees that the latch is open. */
    public void open() {
        open = true;
        sleepers.forEach(LockSupport::unpark);
    }

    /**
     * Waits until it is open, for {@code nanos} at most.
     *
     * @return whether it is open
     * @throws InterruptedException if the thread is interrupted and the latch is not open
     */
    public boolean await(long nanos) throws InterruptedException {
        if (open) {
            return true;
        }
        Thread self = Thread.currentThread();
        sleepers.add(self);
        try {
            long startNanos = CLOCK.nanoTime();
            boolean canPark = true;
            for (long left = nanos; !open && left > 0; left = nanos - (CLOCK.nanoTime() - startNanos)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                canPark = canPark && Parking.parkNanos(this, left);
                if (!canPark) {
                    keepCarrier();
                }
            }
            return open;
        } finally {
            sleepers.remove(self);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller's: nobody notifies
    private synchronized void keepCarrier() throws InterruptedException {
        wait(1);
    }
}
