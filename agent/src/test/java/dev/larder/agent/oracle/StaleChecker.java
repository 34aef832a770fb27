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
 *   <li>Both were made by the same process. It never reads what it evicted itself, in whichever mode it is.
 *   <li>Redis had been told of the eviction before the read was sent, and the reader was in mode {@code REDIS} at some
 *       time between that and the read. It then either reads from Redis, or from a memory that began empty later than
 *       the eviction.
 *   <li>Redis had been told as in 2, the reader has not been in mode {@code REDIS} since, and the eviction is longer ago
 *       than an entry can live in memory, counted from its oldest possible load. {@code larder.memory.fallback-ttl}
 *       promises that.
 * </ol>
 *
 * <p>It must have got the newest of the versions that these evictions cover, or a newer one. Reads that were under way
 * when an eviction returned may get either.
 *
 * <p><b>When Redis has been told.</b> In mode {@code REDIS} an eviction returns when Redis has confirmed it. Otherwise it
 * goes to the process's journal, and the process does not come into mode {@code REDIS} before Redis has confirmed the
 * whole journal. So Redis has been told once the evicting process is seen in mode {@code REDIS} after the eviction
 * ended, be it by the same call's second look at the mode or by any later call.
 *
 * <p>So what is exempt is this alone: reads by <i>other</i> processes of what a process evicted without Redis, until it
 * is back; and reads by a process that has been without Redis ever since <i>another</i> process evicted, for a limited
 * time. A mode is only known where somebody looked. Looks that are missing make a read exempt, never bound.
 */
final class StaleChecker {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int STORY_LINES = 60;

    private final History history;
    private final long memoryLimitMillis;
    private final Map<String, List<Eviction>> evictionsByKey = new HashMap<>();
    private final Map<Eviction, Long> toldRedis = new HashMap<>();
    private final List<Span> inRedis;

    /** @param memoryLimit how long after an eviction by others a process without Redis may still read the old value */
    StaleChecker(History history, Duration memoryLimit) {
        this.history = history;
        this.memoryLimitMillis = memoryLimit.toMillis();
        this.inRedis = spans(history).filter(Span::sawRedis).toList();
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
        return wasInRedisSince(told, read)
                || read.sentMillis() - eviction.span().returnedMillis() > memoryLimitMillis;
    }

    private boolean wasInRedisSince(long told, Span read) {
        return read.beganInRedis()
                || inRedis.stream()
                        .anyMatch(look -> look.worker() == read.worker() && look.sent() > told && look.isBefore(read));
    }

    /** The earliest place in the order of which that is known. */
    private long whenRedisWasTold(Span eviction) {
        if (eviction.endedInRedis()) {
            return eviction.returned();
        }
        return inRedis.stream()
                .filter(look -> look.worker() == eviction.worker() && eviction.isBefore(look))
                .mapToLong(Span::returned)
                .min()
                .orElse(NEVER);
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
        return lines.subList(Math.max(0, lines.size() - STORY_LINES), lines.size());
    }

    private static Stream<Span> spans(History history) {
        return Stream.concat(
                history.reads().stream().map(Read::span),
                history.evictions().stream().map(Eviction::span));
    }
}
