package dev.larder.agent.core.base;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Does a caller's work on a thread with an empty stack, if the caller's own stack has too little {@link StackRoom room}
 * for it. The caller waits for the end of the work, as if it did the work itself.
 *
 * <p>With ample room, the caller does the work itself. Then an overflow comes from a virtual thread that {@linkplain
 * Parking cannot be parked}, where a lock of a map, or of the client while it connects, was taken at that moment. Such a
 * lock is asked for before anything is done under it, so the work is begun again, on a thread that can be parked. A {@link
 * Latch} never overflows in this way.
 *
 * <p><b>Why</b> a new thread each time: a pool has its own locks and counters, which an overflow could corrupt. Such
 * work is rare, and starting a thread takes less than 0.1 ms.
 *
 * <p><b>Why</b> the work is handed over as such also where there is room: the JVM links what runs for the first time, and
 * for that there may be no room later.
 *
 * <p><b>Threads.</b> Thread-safe. Work must not need the caller's thread: its locks, its thread-locals, the
 * application's code. A caller that is interrupted waits on, and stays interrupted.
 *
 * <p><b>Failure.</b> The caller gets what the work throws. {@link StackOverflowError} if there is not even room to wait
 * for another thread; then nothing has been done.
 */
public final class RoomyThreads {

    private final ThreadFactory threads = AgentThreads.named("roomy");

    public RoomyThreads() {
        Task<Boolean> first = new Task<>(() -> true); // loads the classes, for which there may be no room later
        first.run();
        first.await();
        Parking.parkNanos(first, 0);
    }

    /** Work that may fail with {@code E}. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Does the work here if there is ample room, else on another thread. */
    public <T extends @Nullable Object, E extends Exception> T run(Work<T, E> work) throws E {
        if (StackRoom.isAmple()) {
            try {
                return work.run();
            } catch (StackOverflowError cannotBeParked) {
                return runElsewhere(work); // where a lock was taken, since there is room
            }
        }
        return runElsewhere(work);
    }

    private <T extends @Nullable Object, E extends Exception> T runElsewhere(Work<T, E> work) throws E {
        StackRoom.requireLeast();
        Task<T> task = new Task<>(work);
        threads.newThread(task).start();
        return task.await();
    }

    /**
     * One piece of work.
     *
     * <p><b>Threads.</b> Run by one thread, awaited by the one that made it.
     */
    private static final class Task<T extends @Nullable Object> implements Runnable {

        private final Work<T, ?> work;
        private @Nullable T result;
        private @Nullable Throwable thrown;

        /** Publishes the two above. */
        private final Latch done = new Latch();

        Task(Work<T, ?> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                result = work.run();
            } catch (Throwable theirs) {
                thrown = theirs;
            }
            done.open();
        }

        T await() {
            boolean interrupted = false;
            while (!done.isOpen()) {
                try {
                    done.await(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (thrown != null) {
                Task.<RuntimeException>throwAsItIs(thrown);
            }
            return result();
        }

        @SuppressWarnings("NullAway") // null where the type says so
        private T result() {
            return result;
        }

        /** It is what {@link Work} declares, or unchecked. */
        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void throwAsItIs(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }
}
