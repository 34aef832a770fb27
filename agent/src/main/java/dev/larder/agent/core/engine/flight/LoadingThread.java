package dev.larder.agent.core.engine.flight;

import dev.larder.agent.core.base.StackRoom;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may know of a thread that calls cached methods: the loads it is in, and the flight it waits for.
 *
 * <p><b>Threads.</b> One for each thread, which alone writes to it; any thread reads it.
 */
public final class LoadingThread {

    private static final ThreadLocal<LoadingThread> CURRENT = ThreadLocal.withInitial(LoadingThread::new);

    private final Thread thread = Thread.currentThread();

    /**
     * The innermost load of the thread. A load ends with a write to this field. The write takes neither stack nor
     * memory, so no error can prevent it, and waiting callers can see that the load is over.
     */
    public volatile @Nullable Nesting innermost;

    /** Publishes what the thread waits for to threads that are about to wait for it. */
    volatile @Nullable Flight waitingFor;

    /** The innermost load of a call that had too little stack. */
    private @Nullable Nesting shortIn;

    private LoadingThread() {}

    /** Of the calling thread. */
    public static LoadingThread current() {
        return CURRENT.get();
    }

    Thread thread() {
        return thread;
    }

    /**
     * Whether there is too little stack for one more load. A recursion that goes on without the cache asks at every level until
     * it overflows, and each check that fails takes a millisecond or so. So the first one that fails counts for the rest of the
     * load that it was made in.
     */
    public boolean isShortOfStack() {
        Nesting load = innermost;
        if (load != null && load == shortIn) {
            return true;
        }
        boolean isShort = !StackRoom.isAmple();
        shortIn = isShort ? load : null;
        return isShort;
    }

    /** Whether the thread is in {@code load} now, however deep. */
    boolean isIn(Nesting load) {
        Nesting each = innermost;
        while (each != null && each != load) {
            each = each.outer;
        }
        return each != null && thread.isAlive();
    }

    /**
     * The place of one load among the nested loads of its thread.
     *
     * <p><b>Threads.</b> Immutable, but for one mark.
     */
    public static final class Nesting {

        /** The load whose body made this call; read as a field, since there may be no stack left for a call. */
        public final @Nullable Nesting outer;

        private final boolean isOfMany;

        /** See {@link Flight#isInVain}. Published to waiting threads. */
        private volatile boolean inVain;

        /** Whether the load was given a stale value, at any depth: then its result is none to keep. Written by its thread. */
        private boolean isStale;

        public Nesting(@Nullable Nesting outer) {
            this(outer, false);
        }

        private Nesting(@Nullable Nesting outer, boolean isOfMany) {
            this.outer = outer;
            this.isOfMany = isOfMany;
        }

        /** The place that the loads of one run of a body have together. */
        public static Nesting ofMany(@Nullable Nesting outer) {
            return new Nesting(outer, true);
        }

        /** As {@link Flight#waitedInVain}. */
        void waitedInVain() {
            inVain = isOfMany;
        }

        boolean isInVain() {
            return inVain;
        }

        /** A call of its body was given a stale value. What is made of it is stale, and so is what that goes into. */
        public void noteStale() {
            for (Nesting each = this; each != null; each = each.outer) {
                each.isStale = true;
            }
        }

        public boolean isStale() {
            return isStale;
        }
    }
}
