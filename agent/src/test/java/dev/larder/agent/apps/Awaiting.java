package dev.larder.agent.apps;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits in an application until something is so, and ends the application if it is not so in time. It is compiled with any
 * source that names it, for Java 8 too.
 */
public final class Awaiting {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Awaiting() {}

    public static void until(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("It has not come true in time");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
