package dev.larder.agent.core.jmx;

import dev.larder.agent.core.stats.BehindCounts;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.stats.WarmCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Answers with numbers that are all different, and keeps what it was asked to do. */
final class FakeCache implements CacheOperations {

    final List<String> asked = new ArrayList<>();
    int statuses;
    String mode = "REDIS";
    boolean scanRefused;
    private boolean enabled = true;

    @Override
    public CacheFacts facts() {
        return new CacheFacts("1.2.3", "shop", "redis://***@h:6379/0", "larder.enabled=true (default)");
    }

    @Override
    public CacheStatus status() {
        statuses++;
        return new CacheStatus(
                mode,
                Instant.parse("2026-01-02T03:04:05Z"),
                "connected",
                new ModeTimes(31, 32, 33, 34, 35),
                new StatsSnapshot(30, 10, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                new BehindCounts(20, 21, 22, 23),
                new WarmCounts(24, 25, 26, Instant.parse("2026-01-02T05:30:00Z"), 0, 27, 28),
                12,
                13,
                14,
                15,
                16,
                24,
                27,
                28,
                17,
                18,
                19);
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public void forceMode(String forced, long seconds) {
        asked.add("forceMode " + forced + " " + seconds);
    }

    @Override
    public boolean evict(String key) {
        asked.add("evict " + key);
        return true;
    }

    @Override
    public long evictPattern(String pattern) {
        asked.add("evictPattern " + pattern);
        return 2;
    }

    @Override
    public boolean isScanRefused() {
        return scanRefused;
    }

    @Override
    public long evictAll() {
        throw new IllegalStateException("Redis is away.", new FailureOfOurs());
    }

    @Override
    public long pingMicros() {
        return 123;
    }

    @Override
    public void resetStatistics() {
        asked.add("resetStatistics");
    }

    @Override
    public String loggable(String name) {
        return name;
    }

    @Override
    public EntryInfo inspect(String key) {
        return key.equals("there") ? EntryInfo.present("REDIS", 5_000, 77, 2, true) : EntryInfo.absent("MEMORY", false);
    }

    /** A class the other side of a connection does not have. */
    private static final class FailureOfOurs extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
