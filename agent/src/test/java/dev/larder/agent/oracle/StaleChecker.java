package dev.larder.agent.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which reads were older than they may be.
 *
 * <p>A read is <b>bound</b> by an eviction of its key when the eviction had returned to the driver before the read was
 * sent, and one of these holds:
 *
 * <ol>
 *   <li>Both were made by the same process. It never reads what it evicted itself, whatever happens to its way to Redis.
 *   <li>Redis had been told of the eviction before the read was sent, and the schedule let the reader reach Redis at some
 *       time between that and the read. It then either reads from Redis, or from a memory that began empty later than
 *       the eviction.
 *   <li>Redis had been told as in 2, the schedule has kept the reader from Redis ever since, and the eviction is longer
 *       ago than an entry can live in memory, counted from its oldest possible load. {@code larder.memory.fallback-ttl}
 *       promises that.
 * </ol>
 *
 * <p>It must have got the newest of the versions that these evictions cover, or a newer one. Reads that were under way
 * when an eviction returned may get either.
 *
 * <p><b>When Redis has been told.</b> When the eviction returns, unless a {@link Cut} of the evicting process met it. Then
 * it may have gone to the process's journal, and Redis has been told when the process is back.
 *
 * <p>So what is exempt is this alone: reads by <i>other</i> processes of what a process evicted while the schedule kept it
 * from Redis, until it is back; and reads by a process that the schedule has kept from Redis ever since <i>another</i>
 * process evicted, for a limited time. The mode of a process excuses nothing: one that takes a busy machine or a pause for
 * a loss of Redis is found out.
 */
final class StaleChecker {

    private static final int STORY_LINES = 60;

    private final History history;
    private final long memoryLimitMillis;
    private final Map<String, List<Eviction>> evictionsByKey = new HashMap<>();
    private final Map<Eviction, Long> toldRedis = new HashMap<>();

    /** @param memoryLimit how long after an eviction by others a process that is cut off may still read the old value */
    StaleChecker(History history, Duration memoryLimit) {
        this.history = history;
        this.memoryLimitMillis = memoryLimit.toMillis();
        for (Eviction eviction : history.evictions()) {
            toldRedis.put(eviction, whenRedisWasTold(eviction.span()));
            for (String key : eviction.versions().keySet()) {
                evictionsByKey.computeIfAbsent(key, k -> new ArrayList<>()).add(eviction);
            }
        }
    }

    Verdict check() {
        int exempt = 0;
        int behind = 0;
        List<Violation> violations = new ArrayList<>();
        for (Read read : history.reads()) {
            long newest = newestCovered(read, false);
            long promised = newestCovered(read, true);
            exempt += promised < newest ? 1 : 0;
            behind += promised < newest && read.version() < newest ? 1 : 0;
            if (read.version() < promised) {
                violations.add(new Violation(read, promised, story(read)));
            }
        }
        return new Verdict(history.reads().size(), exempt, behind, violations);
    }

    private long newestCovered(Read read, boolean onlyBinding) {
        long newest = 0;
        for (Eviction eviction : evictionsByKey.getOrDefault(read.key(), List.of())) {
            if (eviction.span().isBefore(read.span()) && (!onlyBinding || binds(eviction, read.span()))) {
                newest = Math.max(newest, eviction.versions().get(read.key()));
            }
        }
        return newest;
    }

    private boolean binds(Eviction eviction, Span read) {
        if (eviction.span().worker() == read.worker()) {
            return true;
        }
        long told = toldRedis.get(eviction);
        if (told >= read.sent()) {
            return false;
        }
        return wasNotCutOffSince(told, read)
                || read.sentMillis() - eviction.span().returnedMillis() > memoryLimitMillis;
    }

    private boolean wasNotCutOffSince(long told, Span read) {
        return history.cuts().stream().noneMatch(cut -> cut.worker() == read.worker() && cut.lasted(told, read.sent()));
    }

    private long whenRedisWasTold(Span eviction) {
        return history.cuts().stream()
                .filter(cut -> cut.meets(eviction))
                .mapToLong(Cut::ended)
                .reduce(eviction.returned(), Math::max);
    }

    private List<String> story(Read stale) {
        Stream<Map.Entry<Span, String>> reads = history.reads().stream()
                .filter(read -> read.key().equals(stale.key()))
                .map(read -> Map.entry(read.span(), read.equals(stale) ? read + "   <-- stale" : read.toString()));
        Stream<Map.Entry<Span, String>> evictions = evictionsByKey.get(stale.key()).stream()
                .map(eviction -> Map.entry(eviction.span(), eviction.toString()));
        List<String> lines = Stream.concat(reads, evictions)
                .filter(line -> line.getKey().sent() <= stale.span().returned())
                .sorted(Comparator.comparing(line -> line.getKey().sent()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
        List<String> story = new ArrayList<>(lines.subList(Math.max(0, lines.size() - STORY_LINES), lines.size()));
        history.cuts().forEach(cut -> story.add(cut.toString()));
        return story;
    }
}
