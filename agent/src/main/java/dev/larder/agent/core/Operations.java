package dev.larder.agent.core;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.ModeStatus;
import dev.larder.agent.core.jmx.CacheFacts;
import dev.larder.agent.core.jmx.CacheOperations;
import dev.larder.agent.core.jmx.CacheStatus;
import dev.larder.agent.core.jmx.EntryInfo;
import dev.larder.agent.core.stats.LatencyHistogram;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.warm.Warmer;
import dev.larder.agent.core.write.Writes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attributes and operations for operators, over JMX.
 *
 * <p><b>Threads.</b> Thread-safe; called by threads of the MBean server, which may wait longer than calls do.
 */
final class Operations implements CacheOperations {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EffectiveConfig effective;
    private final CacheEngine engine;
    private final StatsRegistry stats;
    private final Writes writes;
    private final Warmer warmer;
    private final LatencyHistogram redisGets;
    private final WeavingReport report;
    private final Ticker ticker;
    private final Runnable upkeep;
    private final Instant created = Instant.now();

    /** Published once the stores have started. */
    private volatile @Nullable FailoverStore store;

    /**
     * Not started yet.
     *
     * @param upkeep run before each look at the state
     */
    Operations(
            EffectiveConfig effective,
            CacheEngine engine,
            StatsRegistry stats,
            Writes writes,
            Warmer warmer,
            LatencyHistogram redisGets,
            WeavingReport report,
            Ticker ticker,
            Runnable upkeep) {
        this.effective = effective;
        this.engine = engine;
        this.stats = stats;
        this.writes = writes;
        this.warmer = warmer;
        this.redisGets = redisGets;
        this.report = report;
        this.ticker = ticker;
        this.upkeep = upkeep;
    }

    void use(FailoverStore started) {
        store = started;
    }

    @Override
    public CacheFacts facts() {
        FailoverStore current = store;
        return new CacheFacts(
                AgentVersion.TEXT,
                effective.config().namespace(),
                current == null ? "" : current.address(),
                effective.summary());
    }

    @Override
    public CacheStatus status() {
        upkeep.run();
        FailoverStore current = store;
        ModeStatus mode = current == null
                ? new ModeStatus(Mode.INITIALIZING, created, "the stores have not been started yet")
                : current.status();
        return new CacheStatus(
                mode.mode().name(),
                mode.since(),
                mode.reason(),
                stats.totals(),
                writes.behind().counts(),
                warmer.counts(),
                stats.evictions(),
                redisGets.percentileMicros(0.5),
                redisGets.percentileMicros(0.99),
                current == null ? -1 : current.usedMemoryBytes(),
                (current == null ? 0 : current.memoryEntries()) + engine.privateEngines().localEntries(),
                current == null ? 0 : current.nearEntries(),
                current == null ? 0 : current.standbyEntries(),
                current == null ? 0 : current.standbyHits(),
                current == null ? 0 : current.journalSize(),
                report.cachedCount(),
                report.refusedCount());
    }

    /** The mode's name. Cheap, unlike all of the {@link #status}. */
    String mode() {
        FailoverStore current = store;
        return (current == null ? Mode.INITIALIZING : current.status().mode()).name();
    }

    /** Whether it is known where entries are for a while. */
    boolean isDecided() {
        FailoverStore current = store;
        Mode mode = current == null ? Mode.INITIALIZING : current.status().mode();
        return mode == Mode.REDIS || mode == Mode.MEMORY;
    }

    @Override
    public boolean isEnabled() {
        return engine.isEnabled();
    }

    /** When switched on again, the cache starts empty, since it has not received changes meanwhile. */
    @Override
    public synchronized void setEnabled(boolean enabled) {
        if (enabled == engine.isEnabled()) {
            return;
        }
        FailoverStore current = store;
        if (enabled && current != null) {
            current.switchOn("an operator switched caching on");
        }
        engine.setEnabled(enabled);
        if (!enabled && current != null) {
            current.switchOff("an operator switched caching off");
        }
    }

    @Override
    public boolean evict(String key) {
        return evict(Eviction.ofKey(key)) > 0;
    }

    @Override
    public long evictPattern(String pattern) {
        long removed = evict(Eviction.ofPattern(pattern));
        return ask(FailoverStore::countsPatterns) ? removed : -1;
    }

    private long evict(Eviction eviction) {
        return ask(current -> writes.evictNow(eviction));
    }

    @Override
    public long evictAll() {
        return evictPattern(Eviction.EVERYTHING);
    }

    @Override
    public boolean isScanRefused() {
        return ask(FailoverStore::isScanRefused);
    }

    @Override
    public long pingMicros() {
        return ask(current -> current.ping(budget())).toNanos() / 1_000;
    }

    @Override
    public void resetStatistics() {
        stats.reset();
        writes.behind().resetCounts();
        warmer.resetCounts();
    }

    @Override
    public EntryInfo inspect(String key) {
        Inspection found = ask(current -> current.inspect(key, budget()).and(engine.privateEngines().inspectLocal(key)));
        String where = status().mode();
        return found.versions() == 0
                ? EntryInfo.absent(where, found.leased())
                : EntryInfo.present(where, found.remainingMillis(), found.bytes(), found.versions(), found.leased());
    }

    @Override
    public String loggable(String name) {
        return engine.widensEvictions() ? "not shown, since there are sensitive methods" : name;
    }

    private Budget budget() {
        return new Budget(ticker, PATIENCE);
    }

    private <T> T ask(Question<T> question) {
        FailoverStore current = store;
        if (current == null) {
            throw new IllegalStateException("The stores have not been started yet. Try again in a moment.");
        }
        try {
            return question.ask(current);
        } catch (StoreException e) {
            throw new IllegalStateException(e.getMessage(), null);
        }
    }

    /** A question to the store. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(FailoverStore store) throws StoreException;
    }
}
