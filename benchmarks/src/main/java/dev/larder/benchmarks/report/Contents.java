package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.report.Comparison.Row;
import dev.larder.benchmarks.run.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the report shows of calls, in its order. */
final class Contents {

    private static final List<Subject> MEMORY =
            List.of(Subject.HAND, Subject.LARDER_MEMORY, Subject.SPRING_CAFFEINE, Subject.JETCACHE_LOCAL);
    private static final List<Subject> REDIS =
            List.of(Subject.LETTUCE, Subject.LARDER_REDIS, Subject.SPRING_REDIS, Subject.JETCACHE_REMOTE);

    private Contents() {}

    static List<Comparison> comparisonsInMemory() {
        return List.of(
                new Comparison(
                        "memory-hit",
                        "A hit in memory",
                        "One thread, 1,024 entries, a record of six fields found by a `long`.",
                        Metric.NANOS,
                        hits(
                                "byId",
                                Subject.HAND,
                                Subject.HAND_LOADER,
                                Subject.HAND_LONG,
                                Subject.LARDER_MEMORY,
                                Subject.SPRING_CAFFEINE,
                                Subject.SPRING_CAFFEINE_SPEL,
                                Subject.JETCACHE_LOCAL,
                                Subject.JETCACHE_BOTH)),
                keys("by-name", "Key: a `String`", "byName"),
                keys("by-tenant", "Key: two arguments", "byTenant"),
                keys("by-request", "Key: the path `{request.user.id}`", "byRequest"),
                new Comparison(
                        "items",
                        "Value: a mutable list of 100 objects",
                        "Larder gives each caller a list of his own, so that none can change what another one gets."
                                + " By hand that is the copying form; the others hand out one list to all.",
                        Metric.NANOS,
                        hits(
                                "items",
                                Subject.HAND_COPIES,
                                Subject.HAND,
                                Subject.LARDER_MEMORY,
                                Subject.SPRING_CAFFEINE,
                                Subject.JETCACHE_LOCAL)),
                new Comparison(
                        "page", "Value: 50 KB of text", "", Metric.NANOS, hits("page", MEMORY.toArray(Subject[]::new))),
                new Comparison(
                        "memory-miss",
                        "A miss in memory",
                        "The body makes a record and nothing else; \"no cache\" is that body alone.",
                        Metric.NANOS,
                        once(
                                "MissBenchmark.load",
                                Subject.HAND_LOADER,
                                Subject.HAND,
                                Subject.LARDER_MEMORY,
                                Subject.SPRING_CAFFEINE,
                                Subject.JETCACHE_LOCAL,
                                Subject.NOTHING)),
                new Comparison(
                        "memory-eviction",
                        "An entry loaded and evicted in memory",
                        "",
                        Metric.NANOS,
                        once(
                                "EvictionBenchmark.loadAndEvict",
                                Subject.HAND_LOADER,
                                Subject.HAND,
                                Subject.LARDER_MEMORY,
                                Subject.SPRING_CAFFEINE,
                                Subject.JETCACHE_LOCAL)));
    }

    static List<Comparison> comparisonsOnRedis() {
        Subject[] all = REDIS.toArray(Subject[]::new);
        return List.of(
                new Comparison(
                        "redis-hit",
                        "A hit in Redis",
                        "One thread, over the loopback interface.",
                        Metric.MICROS,
                        hits(
                                "byId",
                                Subject.LETTUCE,
                                Subject.LARDER_REDIS,
                                Subject.SPRING_REDIS,
                                Subject.SPRING_REDIS_SPEL,
                                Subject.JETCACHE_REMOTE)),
                new Comparison(
                        "redis-p99",
                        "The slowest of a hundred, at 100 threads",
                        "The 99th percentile of a hit in Redis. Bytes include what timing each call allocates.",
                        Metric.P99_MICROS,
                        REDIS.stream()
                                .map(subject -> new Row(
                                        subject.label(),
                                        new Cell("HitBenchmark.byId", subject, 100, Plan.ENTRIES, true)))
                                .toList()),
                new Comparison("redis-items", "Value: a list of 100 objects", "", Metric.MICROS, hits("items", all)),
                new Comparison("redis-page", "Value: 50 KB of text", "", Metric.MICROS, hits("page", all)),
                new Comparison(
                        "redis-miss",
                        "A miss in Redis",
                        "Larder takes a lease before the body runs, which the others do not.",
                        Metric.MICROS,
                        once("MissBenchmark.load", all)),
                new Comparison(
                        "redis-eviction",
                        "An entry loaded and evicted in Redis",
                        "",
                        Metric.MICROS,
                        once("EvictionBenchmark.loadAndEvict", all)));
    }

    static Comparison off() {
        Row plain = new Row("plain method, no agent", new Cell("OffBenchmark.plain", Subject.NOTHING, 1, 0, false));
        Row beside = new Row("plain method, agent", new Cell("OffBenchmark.plain", Subject.LARDER_MEMORY, 1, 0, false));
        Stream<Row> off = Arrays.stream(Off.values())
                .map(way -> new Row(way.label(), new Cell(way.operation(), Subject.LARDER_MEMORY, 1, 0, false)));
        return new Comparison(
                "off",
                "A call that is not cached",
                "The body adds two numbers.",
                Metric.NANOS,
                Stream.concat(Stream.of(plain, beside), off).toList());
    }

    static List<Sweep> sweepsInMemory() {
        return List.of(
                new Sweep(
                        "memory-threads",
                        "Hits in memory by threads",
                        "threads",
                        Plan.THREADS,
                        Metric.CALLS_PER_MILLI,
                        MEMORY,
                        Contents::hitBy),
                new Sweep(
                        "memory-entries",
                        "A hit in memory by entries",
                        "entries",
                        Plan.SIZES,
                        Metric.NANOS,
                        MEMORY,
                        (subject, entries) -> new Cell("HitBenchmark.byId", subject, 1, entries, false)));
    }

    static Sweep sweepOnRedis() {
        return new Sweep(
                "redis-threads",
                "Hits in Redis by threads",
                "threads",
                Plan.THREADS,
                Metric.CALLS_PER_MILLI,
                REDIS,
                Contents::hitBy);
    }

    private static Cell hitBy(Subject subject, int threads) {
        return new Cell("HitBenchmark.byId", subject, threads, Plan.ENTRIES, false);
    }

    private static Comparison keys(String name, String title, String method) {
        return new Comparison(name, title, "", Metric.NANOS, hits(method, MEMORY.toArray(Subject[]::new)));
    }

    private static List<Row> hits(String method, Subject... subjects) {
        return Stream.of(subjects)
                .map(subject ->
                        new Row(subject.label(), new Cell("HitBenchmark." + method, subject, 1, Plan.ENTRIES, false)))
                .toList();
    }

    private static List<Row> once(String operation, Subject... subjects) {
        return Stream.of(subjects)
                .map(subject -> new Row(subject.label(), new Cell(operation, subject, 1, 0, false)))
                .toList();
    }
}
