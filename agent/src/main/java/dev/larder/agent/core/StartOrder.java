package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.weave.MethodPlan;
import dev.larder.agent.core.weave.RefusedMethod;
import dev.larder.agent.core.weave.WeavingListener;
import dev.larder.agent.core.weave.WeavingTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Starts caching no earlier than it is needed and the application is ready for it.
 *
 * <ol>
 *   <li>The first annotated class is loaded, or the programmatic API is first used: call sites can be linked from now on,
 *       and calls run uncached.
 *   <li>The application's main runs, and has started logging if it brings a log manager of its own: the stores start.
 *   <li>A few seconds passed without another cached method: one line says how many there are.
 * </ol>
 *
 * <p><b>Threads.</b> Told on the application's threads, often inside class loading, where it only leaves word; what takes
 * time happens on one daemon thread that ends when all is started.
 */
final class StartOrder implements WeavingListener {

    private static final long MAIN_POLL_MILLIS = 5;
    private static final long QUIET_MILLIS = 3_000;

    private final Configuration configuration;
    private final Instrumentation instrumentation;
    private final MainWatch main;
    private final HostUse host = new HostUse();
    private final WeavingReport report = new WeavingReport();

    /** Set once, under the lock, before the first class is woven; read by threads that load classes of JMX. */
    private volatile @Nullable Caching caching;

    StartOrder(Configuration configuration, Instrumentation instrumentation, MainWatch main) {
        this.configuration = configuration;
        this.instrumentation = instrumentation;
        this.main = main;
    }

    @Override
    public void beforeFirstWeaving() {
        begin();
    }

    /** The application uses the programmatic API: here is what carries its operations out. */
    BiFunction<String, Object[], Object> programmaticUse() {
        return begin().programmaticUse();
    }

    /** Loads no class of the application, so that whoever waits here holding its class loader waits for no other. */
    private synchronized Caching begin() {
        Caching made = caching;
        if (made == null) {
            made = new Caching(configuration.effective(), report);
            caching = made;
            made.acceptCalls();
            Caching starting = made;
            AgentThreads.named("start").newThread(() -> start(starting)).start();
        }
        return made;
    }

    @Override
    public void woven(MethodPlan plan) {
        report.add(plan);
    }

    @Override
    public void refused(RefusedMethod method) {
        report.add(method);
    }

    @Override
    public void watchedClassLoads(String internalName) {
        host.notice(internalName);
        Caching started = caching;
        if (started != null && host.usesJmx()) {
            started.noticeJmx();
        }
    }

    private void start(Caching made) {
        try {
            noticeWhatIsLoaded();
            while (!main.isRunning()) {
                Thread.sleep(MAIN_POLL_MILLIS);
            }
            host.awaitLogging(configuration.host());
            made.start();
            if (host.usesJmx()) {
                made.noticeJmx();
            }
            announceWhenQuiet(made);
        } catch (Throwable fault) {
            AgentLog.error("Larder could not start its stores. All methods run uncached. Please report it", fault);
        }
    }

    /** Another agent, or a JVM option, may have been before us. */
    private void noticeWhatIsLoaded() {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            String name = loaded.getName().replace('.', '/');
            if (WeavingTransformer.WATCHED.contains(name)) {
                watchedClassLoads(name);
            }
        }
    }

    private void announceWhenQuiet(Caching made) throws InterruptedException {
        int known;
        do {
            known = report.wovenCount();
            Thread.sleep(QUIET_MILLIS);
        } while (report.wovenCount() != known);
        AgentLog.info(report.summary() + ". " + made.state());
    }
}
