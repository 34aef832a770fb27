package dev.larder.agent.core;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.MethodConfig;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import dev.larder.agent.core.config.source.Application;
import dev.larder.agent.core.direct.ProgrammaticApi;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.ModeStatus;
import dev.larder.agent.core.jmx.MBeanRegistrar;
import dev.larder.agent.core.jmx.ModeChange;
import dev.larder.agent.core.link.CallSiteLinker;
import dev.larder.agent.core.required.RequiredRedis;
import dev.larder.agent.core.secret.Secrecy;
import dev.larder.agent.core.stats.LatencyHistogram;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.warm.KeyWarmer;
import dev.larder.agent.core.warm.StoreTurns;
import dev.larder.agent.core.warm.Warmable;
import dev.larder.agent.core.warm.Warmer;
import dev.larder.agent.core.write.Writes;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The composition root's second step: all that exists once there is something to cache. */
final class Caching {

    private static final Duration LATENCY_HALF_WINDOW = Duration.ofSeconds(30);

    private final AgentConfig config;
    private final Application application;
    private final String namespace;
    private final WeavingReport report;
    private final Runnable called;
    private final RequiredRedis required;
    private final Ticker ticker = Ticker.system();
    private final ScheduledExecutorService background = AgentThreads.background();
    private final CacheEngine engine;
    private final Writes writes;
    private final LatencyHistogram redisGets = new LatencyHistogram(ticker, LATENCY_HALF_WINDOW);
    private final Operations operations;
    private final MBeanRegistrar mbeans;
    private final LinkedMethods methods;
    private final SensitiveMethods sensitive;
    private final ProgrammaticApi programmatic;
    private final Warmer warmer;

    /** Null where nothing is read ahead. */
    private final @Nullable UseSamples<EntryId> uses;

    /**
     * Caches by what is {@code given}.
     *
     * @param called runs when a method with annotations is called for the first time
     * @param jvm what can be asked for the loaded classes
     * @param required what is to be done if there is no Redis
     */
    Caching(
            EffectiveConfig given,
            Application application,
            WeavingReport report,
            Runnable called,
            Instrumentation jvm,
            RequiredRedis required) {
        EffectiveConfig effective = given.of(application);
        this.config = effective.config();
        this.application = application;
        this.namespace = config.namespace() + " (" + effective.namespaceOrigin() + ")";
        warnOfNoName(given);
        this.report = report;
        this.called = called;
        this.required = required;
        this.engine = engine(config, ticker);
        this.uses = readsAhead(config) ? new UseSamples<>(config.warm().keys(), ticker.nanoTime()) : null;
        if (config.redis().isConfigured()) {
            engine.privateEngines().keepLocalIn(MemoryStores.alone(config.memory(), config.load(), background, ticker));
        }
        StatsRegistry stats = new StatsRegistry();
        this.writes = new Writes(engine, stats, config.writeBehind(), ticker);
        this.warmer = new Warmer(
                config.warm(),
                new StoreTurns(engine::store, engine::newBudget, this::shapeOf, this::staysHere),
                this::isDecided,
                ticker);
        this.operations = new Operations(
                effective, engine, stats, writes, warmer, redisGets, report, ticker, this::retireUnloaded, background);
        this.mbeans = new MBeanRegistrar(operations, config.jmx().createServer());
        TransactionFinder transactions = new TransactionFinder(ticker);
        this.sensitive = new SensitiveMethods(
                new Secrecy(config.values().keysFile(), config.namespace()),
                engine,
                writes,
                config.redis().isConfigured(),
                MemoryStores.fallbacks(config.memory(), config.load(), background, ticker));
        LoadedClasses loaded = new LoadedClasses(jvm::getInitiatedClasses, ticker);
        this.methods = new LinkedMethods(config, engine, stats, mbeans, writes, transactions, loaded, sensitive);
        this.programmatic = new ProgrammaticApi(
                engine,
                stats,
                writes,
                transactions,
                methods::codecFor,
                operations::mode,
                MemoryStores.alone(config.memory(), config.load(), background, ticker),
                ticker);
    }

    private static boolean readsAhead(AgentConfig config) {
        return config.warm().keys() > 0 && config.enabled() && config.redis().isConfigured();
    }

    private static CacheEngine engine(AgentConfig config, Ticker ticker) {
        Duration call = config.redis().timeout();
        Duration eviction = config.redis().isConfigured() ? config.redis().evictionTimeout() : call;
        return new CacheEngine(ticker, call, eviction, config.load(), config.enabled());
    }

    /** Applications without a name share one namespace. */
    private void warnOfNoName(EffectiveConfig given) {
        if (config.redis().isConfigured() && !given.isNamespaceGiven() && !application.isKnown()) {
            AgentLog.say(Message.NO_APPLICATION_NAME.of(config.namespace()));
        }
    }

    private void retireUnloaded() {
        methods.retireUnloaded();
    }

    /** From here on call sites link to the engine. Calls run uncached until {@link #start}. */
    void acceptCalls() {
        Bootstrap.install(AgentCore.CREDENTIAL, linker(), report::addUnlinkable);
    }

    /** For the application, whose first operations may wait for the store within their budget. */
    BiFunction<String, Object[], Object> programmaticUse() {
        engine.opening();
        return programmatic;
    }

    private MethodHandle linker() {
        MethodType type = MethodType.methodType(
                CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class, Object[].class);
        try {
            return MethodHandles.lookup()
                    .findVirtual(CallSiteLinker.class, "link", type)
                    .bindTo(new CallSiteLinker(methods, report::say, called, warmer::add));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    void mainRuns() {
        required.mainRuns(() -> operations.status().modeReason());
    }

    /** Starts the stores, without waiting for Redis, and lets calls use them. */
    void start() {
        engine.opening();
        FailoverStore store = store(sensitive.start());
        store.addListener((before, now, lasted) -> mbeans.notifyChange(change(before, now)));
        if (!config.enabled()) {
            store.switchOff("larder.enabled is false");
        }
        operations.use(store);
        required.watch(store);
        engine.open(store, store::start);
        if (uses == null) {
            warmer.start();
        } else {
            warmer.start(new KeyWarmer(config.warm(), uses, store::remote, this::isDecided, ticker));
        }
        mbeans.start();
    }

    /** Whether the results of a method are kept in this process only, as written or configured. */
    private boolean staysHere(Warmable method) {
        String signature = method.signature();
        MethodConfig override = config.methods().get(signature.substring(0, signature.indexOf('(')));
        Tier tier = override == null || override.tier() == null ? method.tier() : override.tier();
        return tier == Tier.LOCAL || (method.isSensitive() && sensitive.isConfined(signature));
    }

    private String shapeOf(Type value) {
        return methods.codecFor(value).fingerprint();
    }

    /** Whether what is loaded now can stay: not before it is known whether Redis is there, nor while it comes back. */
    private boolean isDecided() {
        return engine.isEnabled() && operations.isDecided();
    }

    /** At the end of the process, first of all. */
    void stopWarming() {
        warmer.stop();
    }

    /** For processes that start later. */
    void noteUses() {
        warmer.noteUses();
    }

    /** At the end of the process: writes whose callers did not wait for them are done now. */
    void drainWrites() {
        Set<String> lost = writes.behind().drain();
        if (!lost.isEmpty()) {
            writes.evictUncertain(Eviction.ofKeys(lost));
        }
    }

    /** At the end of the process: evictions from before there was a store are lost with it. */
    void tellOfLostEvictions() {
        int lost = engine.earlyEvictions();
        if (lost > 0 && config.enabled() && config.redis().isConfigured()) {
            AgentLog.say(Message.EVICTIONS_BEFORE_START.of(lost));
        }
    }

    /** @param check of the names that stand for keys of sensitive methods */
    private FailoverStore store(String check) {
        if (!config.redis().isConfigured()) {
            return FailoverStore.memoryOnly(
                    MemoryStores.alone(config.memory(), config.load(), background, ticker), background, ticker);
        }
        RedisConnector redis = RedisConnector.create(config, background, ticker, redisGets::record)
                .usedBy(application.name())
                .hiding(check)
                .counting(uses);
        MemoryStores fallbacks = MemoryStores.fallbacks(config.memory(), config.load(), background, ticker);
        return FailoverStore.over(redis, fallbacks, config.redis(), background, ticker);
    }

    private static ModeChange change(ModeStatus before, ModeStatus now) {
        return new ModeChange(before.mode().name(), now.mode().name(), now.since(), now.reason());
    }

    /** The application uses JMX. Called inside class loading. */
    void noticeJmx() {
        mbeans.noticeUse();
    }

    /** Such as {@code 12 methods cached, 0 refused. Mode REDIS: connected to redis://localhost:6379. Namespace shop (system property)}. */
    LogLine started(String counts) {
        String reason = operations.status().modeReason();
        return Message.STARTED.of(
                counts,
                operations.status().mode(),
                config.redis().isConfigured() ? reason + ". Namespace " + namespace : reason);
    }
}
