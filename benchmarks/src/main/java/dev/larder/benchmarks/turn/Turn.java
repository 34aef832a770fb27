package dev.larder.benchmarks.turn;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs one work for some milliseconds at a time.
 *
 * <p><b>Units and clock.</b> Processor time of this thread, so that other processes count for little.
 */
final class Turn {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long TURN_NANOS = 40_000_000;

    /** Reading the clock takes a system call: it is not to matter. */
    private static final long NANOS_BETWEEN_CLOCKS = 500_000;

    private static final int FEWEST_CALLS = 20;

    /** Keeps results from being optimised away. */
    @SuppressWarnings("UnusedVariable") // it is written for that alone
    private static volatile @Nullable Object last;

    private final Work work;
    private int callsBetweenClocks = FEWEST_CALLS;

    Turn(Work work) {
        this.work = work;
    }

    /** What one call takes. */
    record Cost(double nanos, double bytes) {}

    Cost take() {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        long now = start;
        int calls = 0;
        do {
            long before = now;
            for (int i = 0; i < callsBetweenClocks; i++) {
                last = result();
            }
            calls += callsBetweenClocks;
            now = THREADS.getCurrentThreadCpuTime();
            callsBetweenClocks = now - before < NANOS_BETWEEN_CLOCKS ? 2 * callsBetweenClocks : callsBetweenClocks;
        } while (now - start < TURN_NANOS);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        return new Cost((double) (now - start) / calls, (double) bytes / calls);
    }

    private @Nullable Object result() {
        try {
            return work.run();
        } catch (Throwable e) {
            throw new IllegalStateException("What is measured failed", e);
        }
    }
}
