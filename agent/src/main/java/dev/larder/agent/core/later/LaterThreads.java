package dev.larder.agent.core.later;

import dev.larder.agent.core.base.AgentThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who does the work of calls that return before it is done.
 *
 * <ul>
 *   <li><i>Asking.</i> Threads of the agent ask the store in the caller's place, and wait for its answer. No body and no
 *       dependent of a future runs on them, so however long the application takes, they come back. {@link #MOST_ASKING} are
 *       enough for a store that answers; of one that does not, calls are kept away by the failover.
 *   <li><i>The application's.</i> Bodies, and dependents of futures, run where {@link CompletableFuture#supplyAsync} would run
 *       them: the common pool, or a thread for each task where that has a single worker.
 *   <li><i>The clock.</i> One thread that only hands over what is due.
 * </ul>
 *
 * <p>All of them run a call's work with the context class loader that its caller had.
 *
 * <p><b>Threads.</b> Thread-safe. Threads are started when they are needed, and end {@link #IDLE_SECONDS} s after their last
 * use.
 *
 * <p><b>Failure.</b> What is handed over is run, and is not to throw. Only if no thread can be started, it is run by the
 * calling one.
 */
public final class LaterThreads {

    /** How many calls may wait for an answer of the store at the same time. */
    static final int MOST_ASKING = 32;

    /** How much work may be waiting when a call comes. It is a second's work of a store that answers. */
    static final int MOST_WAITING = 10_000;

    private static final int IDLE_SECONDS = 10;

    /** Set on the threads that ask. */
    private static final ThreadLocal<Boolean> ASKING = new ThreadLocal<>();

    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor asking = new ThreadPoolExecutor(
            MOST_ASKING, MOST_ASKING, IDLE_SECONDS, TimeUnit.SECONDS, waiting, AgentThreads.named("asking"));
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, AgentThreads.named("later"));

    public LaterThreads() {
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
        return ASKING.get() != null;
    }

    /** Runs what may wait for the store. */
    public void ask(@Nullable ClassLoader context, Runnable work) {
        hand(new InContext(context, () -> asking(work)), asking);
    }

    private static void asking(Runnable work) {
        ASKING.set(true);
        try {
            work.run();
        } finally {
            ASKING.remove();
        }
    }

    /** Runs what is, or may call, the application's own code. */
    public void toApplication(@Nullable ClassLoader context, Runnable work) {
        hand(new InContext(context, work), Applications.THREADS);
    }

    /** Runs what is short and does not wait, when it is time. */
    public Future<?> after(long nanos, Runnable work) {
        return clock.schedule(work, nanos, TimeUnit.NANOSECONDS);
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
