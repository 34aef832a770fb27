package dev.larder.agent.core.base;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates all threads of the agent.
 *
 * <p><b>Threads.</b> Daemons, so that the JVM exits as promptly as without the agent; in the system's thread group and
 * without inherited thread locals, so that none of them keeps an application alive. Their context class loader is the
 * agent's own: with none at all, {@code ServiceLoader} would look among the application's classes.
 */
public final class AgentThreads {

    private AgentThreads() {}

    /** Threads named {@code larder-<role>-<n>}, counted from 1. */
    public static ThreadFactory named(String role) {
        AtomicInteger made = new AtomicInteger();
        return task -> create("larder-" + role + "-" + made.incrementAndGet(), task);
    }

    /**
     * The one thread for work that must not delay a call: connecting, replaying, the upkeep of memory. It starts with
     * the first task. Tasks after its shutdown are dropped.
     */
    public static ScheduledExecutorService background() {
        return new ScheduledThreadPoolExecutor(1, named("background"), new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread create(String name, Runnable task) {
        Thread thread = withoutCallers(() -> new Thread(systemGroup(), task, name, 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(AgentThreads.class.getClassLoader());
        return thread;
    }

    /**
     * A thread keeps a reference to the code that created it, including the application code on the stack, as long as
     * it lives.
     */
    @SuppressWarnings("removal") // once it is removed, threads keep no such reference
    private static Thread withoutCallers(PrivilegedAction<Thread> making) {
        try {
            return AccessController.doPrivileged(making);
        } catch (LinkageError gone) {
            return making.run();
        }
    }

    private static ThreadGroup systemGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group != null && group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
