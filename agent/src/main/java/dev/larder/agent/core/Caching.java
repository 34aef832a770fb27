package dev.larder.agent.core;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.EffectiveConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.link.CallSiteLinker;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The composition root's second step: what runs once there is a method to cache. */
final class Caching implements LinkedMethods.Listener {

    private final AgentConfig config;
    private final WeavingReport report;
    private final Ticker ticker = Ticker.system();
    private final StatsRegistry stats = new StatsRegistry();
    private final CacheEngine engine;
    private final LinkedMethods methods;

    Caching(EffectiveConfig effective, WeavingReport report) {
        this.config = effective.config();
        this.report = report;
        this.engine = new CacheEngine(ticker, config.redis().timeout(), config.load(), config.enabled());
        this.methods = new LinkedMethods(config, engine, stats, this);
    }

    /** From here on call sites link to the engine. Calls run uncached until {@link #start}. */
    void acceptCalls() {
        Bootstrap.install(linker(), Caching::reportFailedLinkage);
    }

    private MethodHandle linker() {
        MethodType type = MethodType.methodType(
                CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class, Object[].class);
        try {
            return MethodHandles.lookup()
                    .findVirtual(CallSiteLinker.class, "link", type)
                    .bindTo(new CallSiteLinker(methods));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    private static void reportFailedLinkage(Throwable fault) {
        AgentLog.log(AgentLog.Level.WARN, "A cached method could not be linked. It runs uncached.", fault);
    }

    void start() {
        engine.opening();
        engine.open(MemoryStore.create(config.memory(), config.load(), ticker));
    }

    void noticeJmx() {}

    String state() {
        return "Mode MEMORY " + report.refusedCount();
    }

    @Override
    public void linked(MethodSettings settings, MethodStats stats) {}

    @Override
    public void unloaded(MethodSettings settings) {}
}
