package dev.larder.agent.core.base;

import java.util.concurrent.locks.LockSupport;

/**
 * Parks the calling thread, unless it is a virtual thread that the JVM cannot park.
 *
 * <p><b>Why.</b> To park a virtual thread, the JVM copies its stack. If a frame of it is interpreted, the copying itself
 * needs some 200 bytes of the stack for each frame. So {@link LockSupport} may throw {@link StackOverflowError} some
 * thousand frames deep, while most of the stack is free, and {@link StackRoom} finds enough of it.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class Parking {

    private Parking() {}

    /**
     * As {@link LockSupport#parkNanos(Object, long)}.
     *
     * @return false if the thread cannot be parked; then no time has passed
     */
    public static boolean parkNanos(Object blocker, long nanos) {
        try {
            LockSupport.parkNanos(blocker, nanos);
            return true;
        } catch (StackOverflowError noRoomToCopyTheStack) {
            return false;
        }
    }
}
