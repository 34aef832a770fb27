package dev.larder.agent.core.later;

import dev.larder.agent.core.base.AgentThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who does the work of calls that return before it is done.
 *
 * <ul>
 *   <li><i>Asking.</i> Threads of the agent ask the store in the caller's place, and wait for its answer. No body and no
 *       dependent of a future runs on them, so however long the application takes, they come back. {@link #MOST_ASKING} are
 *       enough for a store that answers; of one that does not, calls are kept away by the failover.
 *   <li><i>Bodies.</i> Threads of the agent run bodies that cannot run on their callers' threads, since others wait for those.
 *       Nothing queues up for them: if {@link #MOST_BODIES} are in bodies, the next one runs on the application's.
 *   <li><i>The application's.</i> Dependents of futures run where {@link CompletableFuture#supplyAsync} would run them: the
 *       common pool, or a thread for each task where that has a single worker.
 *   <li><i>The clock.</i> One thread that only hands over what is due.
 * </ul>
 *
 * <p>All of them run a call's work with the context class loader that its caller had.
 *
 * <p><b>Threads.</b> Thread-safe. Threads are started when they are needed, and end {@link #IDLE_SECONDS} s after their last
 * use.
 *
 * <p><b>Failure.</b> What is handed over is run, and is not to throw. Only if no thread can be started, it is run by the
 * calling one. What was to run at another time is not run then.
 */
public final class LaterThreads {

    /** How many calls may wait for an answer of the store at the same time. */
    static final int MOST_ASKING = 32;

    /** How much work may be waiting when a call comes. It is a second's work of a store that answers. */
    static final int MOST_WAITING = 10_000;

    /** How many bodies may run at the same time before the application's threads take part. */
    static final int MOST_BODIES = 64;

    private static final int IDLE_SECONDS = 10;

    private enum Role {
        ASKING,
        BODY
    }

    /** Set on the agent's threads while they work. */
    private static final ThreadLocal<Role> ROLE = new ThreadLocal<>();

    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor asking = new ThreadPoolExecutor(
            MOST_ASKING, MOST_ASKING, IDLE_SECONDS, TimeUnit.SECONDS, waiting, AgentThreads.named("asking"));
    private final ThreadPoolExecutor bodies = new ThreadPoolExecutor(
            0, MOST_BODIES, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), AgentThreads.named("body"));
    private final Supplier<Executor> application;
    private final ScheduledThreadPoolExecutor clock;

    public LaterThreads() {
        this(() -> Applications.THREADS, new ScheduledThreadPoolExecutor(1, AgentThreads.named("later")));
    }

    /**
     * With others for the application's and the clock.
     *
     * @param application asked when they are needed
     */
    public LaterThreads(Supplier<Executor> application, ScheduledThreadPoolExecutor clock) {
        this.application = application;
        this.clock = clock;
        asking.allowCoreThreadTimeOut(true);
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Whether a new call would wait too long. What has begun is always accepted: it holds a lease, or others wait for it. */
    public boolean areBusy() {
        return waiting.size() >= MOST_WAITING;
    }

    /** Whether the current thread is one of those that ask. What it runs must not wait for another of them. */
    public static boolean isAsking() {
        return ROLE.get() == Role.ASKING;
    }

    /** Whether the current thread is the agent's, so that dependents of futures must not run on it. */
    public static boolean areAgents() {
        return ROLE.get() != null;
    }

    /** Runs what may wait for the store. */
    public void ask(@Nullable ClassLoader context, Runnable work) {
        hand(new InContext(context, () -> as(Role.ASKING, work)), asking);
    }

    private static void as(Role role, Runnable work) {
        Role before = ROLE.get(); // one of the agent's that has to do another's work
        ROLE.set(role);
        try {
            work.run();
        } finally {
            if (before == null) {
                ROLE.remove();
            } else {
                ROLE.set(before);
            }
        }
    }

    /** Runs a method's body, that others may wait for. */
    public void runBody(@Nullable ClassLoader context, Runnable work) {
        try {
            bodies.execute(new InContext(context, () -> as(Role.BODY, work)));
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            toApplication(context, work);
        }
    }

    /** Runs what completes futures, and so their dependents. */
    public void toApplication(@Nullable ClassLoader context, Runnable work) {
        hand(new InContext(context, work), application.get());
    }

    /** Runs what is the application's at once, on the calling thread. */
    public static void runHere(@Nullable ClassLoader context, Runnable work) {
        new InContext(context, work).run();
    }

    /**
     * Runs what is short and does not wait, when it is time.
     *
     * @throws RuntimeException or an error if it will never be run
     */
    public Future<?> after(long nanos, Runnable work) {
        Due due = new Due(work);
        try {
            return clock.schedule(due, nanos, TimeUnit.NANOSECONDS);
        } catch (Throwable noThread) {
            due.isOff = true; // it may be in the queue already, for the next thread that can be started
            throw noThread;
        }
    }

    private static final class Due implements Runnable {

        private final Runnable work;

        /** Publishes that its caller does something else instead. */
        private volatile boolean isOff;

        Due(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (!isOff) {
                work.run();
            }
        }
    }

    private static void hand(Runnable work, Executor threads) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            work.run(); // late is better than never
        }
    }

    /** Asked for when it is needed: the application may configure the common pool until that is first used. */
    private static final class Applications {
        static final Executor THREADS = new CompletableFuture<>().defaultExecutor();
    }

    private record InContext(@Nullable ClassLoader context, Runnable work) implements Runnable {

        @Override
        public void run() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(context);
            try {
                work.run();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
