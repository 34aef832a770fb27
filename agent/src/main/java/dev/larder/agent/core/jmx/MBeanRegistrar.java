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
 * Registers the agent's MBeans as soon as the application has an MBean server, and never makes it have one.
 *
 * <p>Creating the platform's server early would decide its builder and its logging before the application can. So the
 * registrar is told when the application begins to use JMX ({@link #noticeUse}, from class loading), and only then
 * looks, several times a second, for a server that the application made. With {@code larder.jmx.create-server} it
 * makes one itself, once {@link #start} is called, which is when main runs.
 *
 * <p><b>Threads.</b> Thread-safe. The methods here only leave word and wake one daemon thread, which alone deals with
 * the server: a custom server, or a listener, is the application's code and may block or call back. Applications'
 * threads, above all inside class loading, never get there.
 *
 * <p><b>Failure.</b> Whatever goes wrong, a module {@code java.management} that is absent included, is one WARN, and
 * the cache works on without MBeans.
 */
public final class MBeanRegistrar {

    private static final long EAGER_POLL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long PATIENT_POLL_NANOS = Duration.ofSeconds(2).toNanos();
    /** Five minutes' worth; an application that has loaded JMX classes and made no server by then may never make one. */
    private static final int EAGER_POLLS = 1_500;

    private static final int MAX_PENDING_CHANGES = 64;

    private final CacheOperations cache;
    private final boolean createServer;
    private final Set<CachedMethodView> methods = new LinkedHashSet<>();
    private final BlockingQueue<ModeChange> changes = new ArrayBlockingQueue<>(MAX_PENDING_CHANGES);

    /** Set once, by whichever thread loads a class of JMX; read by the registrar's thread when it is woken. */
    private volatile boolean inUse;

    /** Published by {@link #start} to all who wake it. */
    private volatile @Nullable Thread thread;

    private @Nullable ServerBeans beans;
    private int polls;

    public MBeanRegistrar(CacheOperations cache, boolean createServer) {
        this.cache = cache;
        this.createServer = createServer;
    }

    /** Begins to work. To be called once, when main runs. */
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

    /** Gives the method an MBean, now or when there is a server. */
    public void register(CachedMethodView method) {
        synchronized (methods) {
            methods.add(method);
        }
        wake();
    }

    /** Takes the method's MBean away, since its class is unloaded. */
    public void unregister(CachedMethodView method) {
        synchronized (methods) {
            methods.remove(method);
        }
        wake();
    }

    /** Tells listeners of a change of mode. If they are slower than the changes come, the newest are dropped. */
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
            changes.clear(); // nobody can be listening yet
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

    /** Until woken; while a server is looked for, not longer than until the next look. */
    private void rest() {
        Thread.interrupted(); // by whoever interrupts threads he does not know; it would keep this one from resting
        if (beans != null || !inUse) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, polls < EAGER_POLLS ? EAGER_POLL_NANOS : PATIENT_POLL_NANOS);
        }
    }
}
