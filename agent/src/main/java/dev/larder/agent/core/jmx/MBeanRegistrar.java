package dev.larder.agent.core.jmx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Registers the agent's MBeans when the application has an MBean server, and does not create one.
 *
 * <p>Creating the platform's server early would fix its builder and its logging before the application can choose them.
 * So {@link #noticeUse}, called from class loading, reports that the application begins to use JMX. Only then the
 * registrar checks several times a second for a server that the application created. With {@code
 * larder.jmx.create-server} it creates one itself after {@link #start}, which is called when main runs.
 *
 * <p><b>Threads.</b> Thread-safe. Methods only record a request and wake one daemon thread, which alone uses the
 * server: a custom server or a listener is application code, and may block or call back. So the application's threads,
 * above all in class loading, never run it.
 *
 * <p><b>Failure.</b> Any failure, including an absent module {@code java.management}, is one WARN, and the cache works
 * without MBeans.
 */
public final class MBeanRegistrar {

    private static final long EAGER_POLL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long PATIENT_POLL_NANOS = Duration.ofSeconds(2).toNanos();
    /** Five minutes; an application that has loaded JMX classes but no server by then may never create one. */
    private static final int EAGER_POLLS = 1_500;

    private static final int MAX_PENDING_CHANGES = 64;

    private final CacheOperations cache;
    private final boolean createServer;
    private final Set<CachedMethodView> methods = new LinkedHashSet<>();
    private final BlockingQueue<ModeChange> changes = new ArrayBlockingQueue<>(MAX_PENDING_CHANGES);

    /** Set once, by a thread that loads a JMX class; read by the registrar's thread when it wakes. */
    private volatile boolean inUse;

    /** Published by {@link #start} to threads that wake it. */
    private volatile @Nullable Thread thread;

    private @Nullable ServerBeans beans;
    private int polls;

    public MBeanRegistrar(CacheOperations cache, boolean createServer) {
        this.cache = cache;
        this.createServer = createServer;
    }

    /** Starts the thread. To be called once, when main runs. */
    public void start() {
        Thread worker = AgentThreads.named("jmx").newThread(this::run);
        thread = worker;
        worker.start();
    }

    /** The application uses JMX. Allocates nothing and loads no class, so it can be called inside class loading. */
    public void noticeUse() {
        inUse = true;
        wake();
    }

    /** Registers the method's MBean, now or once there is a server. */
    public void register(CachedMethodView method) {
        synchronized (methods) {
            methods.add(method);
        }
        wake();
    }

    /** Unregisters the method's MBean, since its class is unloaded. */
    public void unregister(CachedMethodView method) {
        synchronized (methods) {
            methods.remove(method);
        }
        wake();
    }

    /** Notifies listeners of a change of mode. If they are too slow, the newest changes are dropped. */
    public void notifyChange(ModeChange change) {
        if (changes.offer(change)) {
            wake();
        }
    }

    private void wake() {
        Thread worker = thread;
        if (worker != null) {
            LockSupport.unpark(worker);
        }
    }

    private void run() {
        try {
            while (true) {
                work();
                rest();
            }
        } catch (Throwable e) { // a custom server may throw anything, and a runtime without the module a LinkageError
            AgentLog.say(Message.NO_MBEANS.of(), e);
        }
    }

    private void work() throws Exception {
        if (beans == null && (inUse || createServer)) {
            beans = ServerBeans.inPlatformServer(cache, createServer);
            polls++;
        }
        if (beans == null) {
            changes.clear(); // there are no listeners yet
            return;
        }
        beans.update(copyOfMethods());
        List<ModeChange> pending = new ArrayList<>();
        changes.drainTo(pending);
        pending.forEach(beans::send);
    }

    private Set<CachedMethodView> copyOfMethods() {
        synchronized (methods) {
            return new LinkedHashSet<>(methods);
        }
    }

    /** Until woken; while it looks for a server, only until the next look. */
    private void rest() {
        Thread.interrupted(); // an interrupt by other code would keep this thread from waiting
        if (beans != null || !inUse) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, polls < EAGER_POLLS ? EAGER_POLL_NANOS : PATIENT_POLL_NANOS);
        }
    }
}
