package dev.larder.agent.core.base;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells which thread holds the lock on which a thread is blocked: a monitor, or a lock of {@code
 * java.util.concurrent.locks}.
 *
 * <p>The JVM knows this for platform threads, without stopping any. It does not know it for virtual threads, or for a
 * lock that several threads may hold at once.
 *
 * <p><b>Cost.</b> For a thread that runs, or waits for anything else, its state is enough. The management classes of
 * the JDK are loaded when a thread is first seen blocked on a lock; they create no MBean server.
 *
 * <p><b>Failure.</b> Never throws. What the JVM does not tell is {@link #UNKNOWN}.
 */
public final class LockOwners {

    /** The thread is not blocked on a lock. */
    public static final long NOBODY = -1;

    /** The thread is blocked on a lock, and its owner is unknown. */
    public static final long UNKNOWN = -2;

    private LockOwners() {}

    /** The id of the thread that holds the lock; or {@link #NOBODY}, or {@link #UNKNOWN}. */
    public static long of(Thread stopped) {
        Object lock = LockSupport.getBlocker(stopped);
        return switch (stopped.getState()) {
            case BLOCKED -> of(stopped.getId(), true);
            case WAITING, TIMED_WAITING -> isLock(lock) ? of(stopped.getId(), isOwned(lock)) : NOBODY;
            default -> NOBODY;
        };
    }

    /** As {@link #of(Thread)}, for a thread of which only the id is known. */
    public static long of(long threadId) {
        return of(threadId, false);
    }

    private static long of(long threadId, boolean hasOwner) {
        long owner = ownerId(threadId);
        return owner < 0 && hasOwner ? UNKNOWN : owner;
    }

    private static long ownerId(long threadId) {
        try {
            ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(threadId);
            return info == null ? NOBODY : info.getLockOwnerId();
        } catch (RuntimeException | LinkageError untold) {
            return NOBODY;
        }
    }

    private static boolean isLock(@Nullable Object blocker) {
        return blocker instanceof AbstractOwnableSynchronizer || blocker instanceof StampedLock;
    }

    /**
     * Whether waiting for it means that a thread holds it; not so for latches and semaphores, which use the same
     * classes.
     */
    private static boolean isOwned(@Nullable Object lock) {
        if (lock == null || lock instanceof StampedLock) {
            return lock != null;
        }
        Class<?> partOf = lock.getClass().getEnclosingClass();
        return partOf == ReentrantLock.class || partOf == ReentrantReadWriteLock.class;
    }
}
