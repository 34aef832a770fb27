package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.required.RequiredRedis;
import dev.larder.agent.core.weave.WeavingListener;
import dev.larder.agent.core.weave.WeavingTransformer;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Starts caching when it is needed, and not before the application is ready.
 *
 * <ol>
 *   <li>The first annotated class is loaded, or the programmatic API is first used: call sites can be linked from now on,
 *       and calls run uncached.
 *   <li>The application's main runs, and has started logging if it brings a log manager of its own: the stores start.
 *   <li>A few seconds passed without another cached method, or {@link #LONGEST_WAIT_MILLIS} in any case, or the JVM ends:
 *       one line says how many there are, and others which configuration of single methods has no effect, see
 *       {@link UnmetOverrides}.
 *   <li>A minute or two later: evictions under keys that nothing is stored under are reported, see {@link
 *       UnmetEvictions}.
 * </ol>
 *
 * <p><b>Threads.</b> Called on the application's threads, often inside class loading, where it only records the event.
 * Longer work runs on one daemon thread, which ends when everything is started and reported.
 */
final class StartOrder implements WeavingListener {

    private static final long QUIET_MILLIS = 3_000;
    private static final long LONGEST_WAIT_MILLIS = 12_000;
    private static final long UNMET_MILLIS = 60_000;

    private final Configuration configuration;
    private final Instrumentation instrumentation;
    private final MainWatch main;
    private final HostUse host = new HostUse();
    private final WeavingReport report = new WeavingReport();
    private final AtomicBoolean announced = new AtomicBoolean();

    /** Set once, under the lock, before the first class is woven; read by threads that load classes of JMX. */
    private volatile @Nullable Caching caching;

    /** Set with {@link #caching}, before it. */
    private volatile @Nullable RequiredRedis required;

    StartOrder(Configuration configuration, Instrumentation instrumentation, MainWatch main) {
        this.configuration = configuration;
        this.instrumentation = instrumentation;
        this.main = main;
    }

    @Override
    public void beforeFirstWeaving() {
        begin();
    }

    /** The application uses the programmatic API. Returns the function that carries its operations out. */
    BiFunction<String, Object[], Object> programmaticUse() {
        main.noticeCall();
        report.unmet().storesAnything();
        Caching begun = begin();
        awaitRequired();
        return begun.programmaticUse();
    }

    private void noticeCall() {
        main.noticeCall();
        awaitRequired();
    }

    private void awaitRequired() {
        RequiredRedis redis = required;
        if (redis != null && !redis.isMet()) {
            host.awaitLoggingNoLonger(); // which the application may begin to use after this call only
            redis.await();
        }
    }

    /**
     * Loads no class of the application, so that a thread that waits here and holds a class loader's lock waits for
     * no other lock.
     */
    private synchronized Caching begin() {
        Caching made = caching;
        if (made == null) {
            EffectiveConfig effective = configuration.effective();
            report.overrides().expect(effective.ofMethods());
            RequiredRedis redis = requirement(effective.config());
            required = redis;
            made = new Caching(
                    effective, configuration.application(), report, this::noticeCall, instrumentation, redis);
            caching = made;
            made.acceptCalls();
            redis.begin();
            Caching starting = made;
            AgentThreads.named("start").newThread(() -> start(starting)).start();
        }
        return made;
    }

    /** A cache that is switched off needs no Redis. */
    private RequiredRedis requirement(AgentConfig config) {
        boolean isApplication = !configuration.host().isJdkTool();
        return RequiredRedis.of(config.redis(), config.enabled() && isApplication);
    }

    @Override
    public void woven(MethodPlan plan) {
        report.add(plan);
        RequiredRedis redis = required;
        if (redis != null) {
            redis.awaitInLoading(this::canStart);
        }
    }

    private boolean canStart() {
        return main.isRunning() && !host.mustAwaitLogging(configuration.host());
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
            loadClassesAhead();
            noticeWhatIsLoaded();
            announceAtTheEnd(made);
            main.awaitRunning();
            made.mainRuns();
            host.awaitLogging(configuration.host());
            made.start();
            if (host.usesJmx()) {
                made.noticeJmx();
            }
            announceWhenQuiet(made);
            tellOfWhatIsUnmet();
        } catch (Throwable fault) {
            AgentLog.say(Message.STORES_NOT_STARTED.of(), fault);
            RequiredRedis redis = required;
            if (redis != null) {
                redis.failed(fault);
            }
        }
    }

    private void loadClassesAhead() {
        AgentConfig config = configuration.effective().config();
        if (config.enabled() && config.redis().isConfigured()) {
            ClassesAhead.load(main);
        }
    }

    /** Another agent, or a JVM option, may have loaded them before. */
    private void noticeWhatIsLoaded() {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            String name = loaded.getName().replace('.', '/');
            if (WeavingTransformer.WATCHED.contains(name)) {
                watchedClassLoads(name);
            }
        }
    }

    /** A short job ends before a few seconds pass without new classes. */
    private void announceAtTheEnd(Caching made) {
        try {
            Runtime.getRuntime().addShutdownHook(AgentThreads.named("end").newThread(() -> end(made)));
        } catch (IllegalStateException ending) {
            end(made);
        }
    }

    private void end(Caching made) {
        made.stopWarming();
        announce(made);
        made.drainWrites();
        made.noteUses(); // after what waits to be written, which may have little time
        made.tellOfLostEvictions();
    }

    private void announceWhenQuiet(Caching made) throws InterruptedException {
        int known = -1;
        for (long waited = 0; waited < LONGEST_WAIT_MILLIS && report.wovenCount() != known; waited += QUIET_MILLIS) {
            known = report.wovenCount();
            Thread.sleep(QUIET_MILLIS);
        }
        announce(made);
    }

    private void announce(Caching made) {
        if (report.isWorthTelling() && announced.compareAndSet(false, true)) {
            AgentLog.say(made.started(report.summary()));
            tellOfUnmetOverrides();
            if (report.overrides().isAnyToJudge()) {
                AgentLog.say(Message.WAITING_OVERRIDES.of(report.overrides().waiting()));
            }
        }
    }

    /**
     * Ends when the last template and the last key have been checked. Templates of classes that load later are not
     * checked; for a key the thread waits until its class has been loaded.
     */
    private void tellOfWhatIsUnmet() throws InterruptedException {
        while (report.unmet().isAnyToJudge() || report.overrides().isAnyToJudge()) {
            Thread.sleep(UNMET_MILLIS);
            report.unmet().look().forEach(AgentLog::say);
            tellOfUnmetOverrides();
        }
    }

    private void tellOfUnmetOverrides() {
        if (report.overrides().isAnyToJudge()) {
            Set<String> loaded = new HashSet<>();
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                loaded.add(type.getName());
            }
            report.overrides().look(loaded).forEach(AgentLog::say);
        }
    }
}
