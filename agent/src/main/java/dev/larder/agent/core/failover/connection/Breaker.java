package dev.larder.agent.core.failover.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;

/**
 * Opens when most recent commands were not answered in time.
 *
 * <p><b>Shape.</b> The last {@value #SLOTS} slots of {@link #SLOT} in which there was any outcome, none of them older
 * than {@link #WINDOW}. A slot is bad if at least half of its outcomes are. The breaker opens when at least half of
 * the slots are bad, with {@value #FAILURES} failures or more that cover {@link #SPAN}. Many callers that meet the
 * same short stall reach the number alone, and leaving Redis costs more than a stall.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds.
 *
 * <p><b>Threads.</b> Thread-safe. Without failures a success costs one read of the clock and two volatile reads.
 *
 * <p><b>Why</b> slots and not single outcomes: a burst of callers that fail together would displace all earlier
 * outcomes, and ten thousand successes in one second would outvote each failure of the next.
 */
final class Breaker {

    static final int FAILURES = 4;
    static final Duration SPAN = Duration.ofMillis(200);
    static final Duration SLOT = Duration.ofMillis(100);
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int SLOTS = 8;

    private final Ticker ticker;
    private final long originNanos;

    @GuardedBy("this")
    private final Slot[] slots = new Slot[SLOTS];

    /** The index of the newest one; it counts on, and wraps around the array. */
    @GuardedBy("this")
    private int newest;

    /**
     * Published to {@link #succeeded}: whether there are failures in the window, so that successes have to be
     * counted.
     */
    private volatile boolean troubled;

    /** Published to {@link #succeeded}: the slot in which a success has been noted. */
    private volatile long notedSlot;

    /** Outcomes of one {@link #SLOT}. */
    private static final class Slot {

        private long number;
        private int answered;
        private int failed;
        private long firstFailedNanos;

        private boolean isBad() {
            return failed > 0 && failed >= answered;
        }
    }

    Breaker(Ticker ticker) {
        this.ticker = ticker;
        this.originNanos = ticker.nanoTime();
        this.notedSlot = -1;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    private long numberAt(long nanos) {
        return (nanos - originNanos) / SLOT.toNanos();
    }

    void succeeded() {
        long now = ticker.nanoTime();
        if (troubled || notedSlot != numberAt(now)) {
            noteSuccess(now);
        }
    }

    private synchronized void noteSuccess(long now) {
        Slot slot = slotAt(now);
        slot.answered++;
        notedSlot = slot.number;
        troubled = failures(now) > 0;
    }

    /** Returns whether most recent commands were not answered in time. */
    synchronized boolean failed() {
        long now = ticker.nanoTime();
        Slot slot = slotAt(now);
        if (slot.failed == 0) {
            slot.firstFailedNanos = now;
        }
        slot.failed++;
        troubled = true;
        return isOpen(now);
    }

    /** Forgets all outcomes. */
    synchronized void reset() {
        for (Slot slot : slots) {
            clear(slot, 0);
        }
        troubled = false;
    }

    @GuardedBy("this")
    private Slot slotAt(long now) {
        Slot current = slots[Math.floorMod(newest, SLOTS)];
        long number = numberAt(now);
        if (current.number == number && isUsed(current)) {
            return current;
        }
        newest++;
        Slot next = slots[Math.floorMod(newest, SLOTS)];
        clear(next, number);
        return next;
    }

    private static void clear(Slot slot, long number) {
        slot.number = number;
        slot.answered = 0;
        slot.failed = 0;
        slot.firstFailedNanos = 0;
    }

    private static boolean isUsed(Slot slot) {
        return slot.answered + slot.failed > 0;
    }

    private boolean isInWindow(Slot slot, long now) {
        return isUsed(slot) && numberAt(now) - slot.number <= WINDOW.dividedBy(SLOT);
    }

    @GuardedBy("this")
    private int failures(long now) {
        int failures = 0;
        for (Slot slot : slots) {
            failures += isInWindow(slot, now) ? slot.failed : 0;
        }
        return failures;
    }

    @GuardedBy("this")
    private boolean isOpen(long now) {
        int balance = 0;
        long coveredNanos = 0;
        for (Slot slot : slots) {
            if (isInWindow(slot, now)) {
                balance += slot.isBad() ? 1 : -1;
                coveredNanos = slot.failed == 0 ? coveredNanos : Math.max(coveredNanos, now - slot.firstFailedNanos);
            }
        }
        return balance >= 0 && failures(now) >= FAILURES && coveredNanos >= SPAN.toNanos();
    }
}
