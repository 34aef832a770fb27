package dev.larder.agent.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
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
import dev.larder.agent.core.jmx.ModeTimes;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
    private final ScheduledExecutorService timer;
    private final Instant created = Instant.now();

    /** Published once the stores have started. */
    private volatile @Nullable FailoverStore store;

    /** In force over JMX; null for none. */
    @GuardedBy("this")
    private @Nullable ForcedMode forced;

    /** The number of the choice in force: one that was replaced does not end its successor. */
    @GuardedBy("this")
    private int choice;

    /**
     * Not started yet.
     *
     * @param upkeep run before each look at the state
     * @param timer ends what is to last for a time
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
            Runnable upkeep,
            ScheduledExecutorService timer) {
        this.effective = effective;
        this.engine = engine;
        this.stats = stats;
        this.writes = writes;
        this.warmer = warmer;
        this.redisGets = redisGets;
        this.report = report;
        this.ticker = ticker;
        this.upkeep = upkeep;
        this.timer = timer;
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
                times(current),
                stats.totals(),
                writes.behind().counts(),
                warmer.counts(),
                stats.evictions(),
                redisGets.percentileMicros(0.5),
                redisGets.percentileMicros(0.99),
                current == null ? -1 : current.usedMemoryBytes(),
                (current == null ? 0 : current.memoryEntries())
                        + engine.privateEngines().localEntries(),
                current == null ? 0 : current.nearEntries(),
                current == null ? 0 : current.standbyEntries(),
                current == null ? 0 : current.standbyHits(),
                current == null ? 0 : current.journalSize(),
                report.cachedCount(),
                report.refusedCount());
    }

    private static ModeTimes times(@Nullable FailoverStore store) {
        return store == null
                ? ModeTimes.NONE
                : new ModeTimes(
                        store.spentIn(Mode.INITIALIZING).toSeconds(),
                        store.spentIn(Mode.REDIS).toSeconds(),
                        store.spentIn(Mode.MEMORY).toSeconds(),
                        store.spentIn(Mode.RECOVERING).toSeconds(),
                        store.spentIn(Mode.OFF).toSeconds());
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

    /** Also what was forced over JMX is over then. */
    @Override
    public synchronized void setEnabled(boolean enabled) {
        endForced("Enabled was set to " + enabled, false);
        switchTo(enabled, "an operator switched caching " + (enabled ? "on" : "off"));
    }

    /** When switched on again, the cache starts empty, since it has not received changes meanwhile. */
    @GuardedBy("this")
    private void switchTo(boolean enabled, String reason) {
        if (enabled == engine.isEnabled()) {
            return;
        }
        FailoverStore current = store;
        if (enabled && current != null) {
            current.switchOn(reason);
        }
        engine.setEnabled(enabled);
        if (!enabled && current != null) {
            current.switchOff(reason);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a choice that was replaced does nothing when its time is over
    public synchronized void forceMode(String mode, long seconds) {
        if (mode.equals(ForcedMode.AUTO)) {
            endForced("an operator chose the mode AUTO", true);
            return;
        }
        ForcedMode wanted = ForcedMode.of(mode, seconds);
        FailoverStore current = started();
        boolean isForcedOff = forced != null && forced.mode() == Mode.OFF;
        if (!engine.isEnabled() && !isForcedOff) {
            throw new IllegalStateException("Enabled is false. Set it to true first.");
        }
        String reason = wanted.reason();
        switch (wanted.mode()) {
            case REDIS -> forceRedis(current, reason);
            case MEMORY -> {
                current.forceMemory(reason);
                switchTo(true, reason);
            }
            default -> {
                current.release(reason);
                switchTo(false, reason);
            }
        }
        forced = wanted;
        int number = ++choice;
        timer.schedule(() -> timeIsOver(number), wanted.time().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void forceRedis(FailoverStore current, String reason) {
        if (!current.forceRedis(reason)) {
            ModeStatus now = current.status();
            throw new IllegalStateException("REDIS cannot be forced, since Redis is not there, or has not received all"
                    + " evictions yet. Mode " + now.mode() + ": " + now.reason() + ".");
        }
    }

    private synchronized void timeIsOver(int number) {
        if (number == choice) {
            endForced("its time is over", true);
        }
    }

    @GuardedBy("this")
    private void endForced(String why, boolean isOn) {
        ForcedMode ended = forced;
        FailoverStore current = store;
        if (ended == null || current == null) {
            return;
        }
        forced = null;
        AgentLog.say(Message.FORCED_MODE_OVER.of(ended.mode(), why));
        String reason = "the forced mode " + ended.mode() + " has ended: " + why;
        current.release(reason);
        if (isOn) {
            switchTo(true, reason);
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
        Inspection found = ask(current ->
                current.inspect(key, budget()).and(engine.privateEngines().inspectLocal(key)));
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

    private FailoverStore started() {
        FailoverStore current = store;
        if (current == null) {
            throw new IllegalStateException("The stores have not been started yet. Try again in a moment.");
        }
        return current;
    }

    private <T> T ask(Question<T> question) {
        FailoverStore current = started();
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
