package dev.larder.benchmarks.timeline;

import static dev.larder.benchmarks.timeline.Deed.BODY;
import static dev.larder.benchmarks.timeline.Deed.CALL;
import static dev.larder.benchmarks.timeline.Deed.FRESH;
import static dev.larder.benchmarks.timeline.Deed.STALE;
import static dev.larder.benchmarks.timeline.Deed.WAIT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes a picture of each pattern into {@code docs/patterns}. */
public final class PatternTimelines {

    private PatternTimelines() {}

    /** Returns the directory of the pictures. */
    public static Path write(Path docs) throws IOException {
        Path directory = docs.resolve("patterns");
        Files.createDirectories(directory);
        for (Map.Entry<String, String> picture : pictures().entrySet()) {
            Files.writeString(directory.resolve(picture.getKey()), picture.getValue());
        }
        return directory;
    }

    /** The pictures by file name. */
    static Map<String, String> pictures() {
        Map<String, String> pictures = new TreeMap<>();
        pictures.put("cache-aside.svg", cacheAside().svg());
        pictures.put("stampede.svg", stampede().svg());
        pictures.put("write-through.svg", writeThrough().svg());
        pictures.put("write-behind.svg", writeBehind().svg());
        pictures.put("stale-while-revalidate.svg", staleWhileRevalidate().svg());
        pictures.put("refresh-ahead.svg", refreshAhead().svg());
        pictures.put("batch.svg", batch().svg());
        pictures.put("multi-tier.svg", multiTier().svg());
        pictures.put("warming.svg", warming().svg());
        return pictures;
    }

    private static Timeline cacheAside() {
        return new Timeline(
                        "Cache-aside: an eviction beats a load that began before it",
                        "reader",
                        "writer",
                        "database",
                        "cache")
                .bar("reader", CALL, 0.5, 7.5, "findById(7): a miss")
                .bar("database", BODY, 1, 7, "reads the old row, slowly")
                .arrow(1, "reader", "database")
                .bar("writer", CALL, 3, 6, "save(7)")
                .moment("cache", 6, "evicted, with the reader's lease")
                .arrow(6, "writer", "cache")
                .bar("reader", CALL, 13, 17, "findById(7)")
                .bar("database", BODY, 13.5, 16.5, "new row")
                .arrow(13.5, "reader", "database")
                .arrow(17, "reader", "cache")
                .bar("cache", FRESH, 17, 20, "new value");
    }

    private static Timeline stampede() {
        return new Timeline(
                        "Stampede prevention: one load for all callers, in all processes",
                        "process 1, A",
                        "process 1, B",
                        "process 2, C",
                        "database",
                        "cache")
                .bar("process 1, A", CALL, 0.5, 9, "report(2026): a miss, takes the lease")
                .bar("process 1, B", WAIT, 2, 9, "waits for A")
                .bar("process 2, C", WAIT, 3, 9.5, "waits for the lease")
                .bar("database", BODY, 1, 8, "one query")
                .arrow(1, "process 1, A", "database")
                .arrow(8.5, "process 1, A", "cache")
                .bar("cache", FRESH, 8.5, 20, "the report, for everybody");
    }

    private static Timeline writeThrough() {
        return new Timeline(
                        "Write-through: the next reader gets what was written", "writer", "reader", "database", "cache")
                .bar("cache", FRESH, 0, 6.5, "old value")
                .bar("writer", CALL, 1, 7, "update(user)")
                .bar("database", BODY, 1.5, 6, "writes the row")
                .arrow(1.5, "writer", "database")
                .arrow(6.5, "writer", "cache")
                .bar("cache", FRESH, 6.5, 20, "new value")
                .bar("reader", CALL, 9, 13, "findById(7): a hit")
                .arrow(11, "cache", "reader");
    }

    private static Timeline writeBehind() {
        return new Timeline(
                        "Write-behind: the cache has it at once, the database soon, in order",
                        "caller",
                        "queue",
                        "larder thread",
                        "cache",
                        "deleter")
                .bar("caller", CALL, 0.5, 4, "seen(7, 10:00)")
                .arrow(1, "caller", "queue")
                .bar("queue", WAIT, 1, 5, "10:00 waits")
                .bar("caller", CALL, 4.5, 8, "seen(7, 10:01)")
                .arrow(5, "caller", "queue")
                .bar("queue", WAIT, 5, 9, "10:01 instead")
                .arrow(3.5, "caller", "cache")
                .bar("cache", FRESH, 3.5, 7.5, "10:00")
                .arrow(7.5, "caller", "cache")
                .bar("cache", FRESH, 7.5, 17, "10:01")
                .arrow(9, "queue", "larder thread")
                .bar("larder thread", BODY, 9, 14, "body(7, 10:01)")
                .bar("deleter", WAIT, 11, 14, "waits")
                .bar("deleter", CALL, 14, 17, "delete(7)")
                .arrow(17, "deleter", "cache");
    }

    private static Timeline staleWhileRevalidate() {
        return new Timeline(
                        "Stale-while-revalidate: nobody waits for the new value",
                        "caller A",
                        "caller B",
                        "larder thread",
                        "cache")
                .bar("cache", FRESH, 0, 6, "within ttl")
                .bar("cache", STALE, 6, 13, "within staleTtl")
                .bar("caller A", CALL, 7, 9.5, "gets the old")
                .arrow(7.5, "cache", "caller A")
                .arrow(8, "caller A", "larder thread")
                .bar("larder thread", BODY, 8, 13, "one refresh in all")
                .bar("caller B", CALL, 10, 12.5, "gets the old")
                .arrow(12, "cache", "caller B")
                .arrow(13, "larder thread", "cache")
                .bar("cache", FRESH, 13, 20, "new value, within ttl");
    }

    private static Timeline refreshAhead() {
        return new Timeline(
                        "Refresh-ahead: what is used does not end", "caller A", "larder thread", "cache", "caller B")
                .bar("cache", FRESH, 0, 11, "within ttl")
                .bar("caller A", CALL, 7.5, 11.5, "a hit, near the end")
                .arrow(8, "caller A", "larder thread")
                .bar("larder thread", BODY, 8, 11, "refresh")
                .arrow(11, "larder thread", "cache")
                .bar("cache", FRESH, 11, 20, "new value, a ttl of its own")
                .bar("caller B", CALL, 14, 17, "a hit")
                .arrow(15.5, "cache", "caller B");
    }

    private static Timeline batch() {
        return new Timeline("Batch: one round trip, one run of the body", "caller", "database", "cache")
                .bar("cache", FRESH, 0, 10.5, "user:1, user:2, user:4")
                .bar("caller", CALL, 1, 12, "findAll(List.of(1, 2, 3, 4, 5))")
                .arrow(1.5, "caller", "cache")
                .arrow(2.5, "cache", "caller")
                .bar("database", BODY, 4.5, 10, "body(List.of(3, 5))")
                .arrow(4.5, "caller", "database")
                .arrow(10.5, "caller", "cache")
                .bar("cache", FRESH, 10.5, 20, "user:1 to user:5");
    }

    private static Timeline multiTier() {
        return new Timeline(
                        "Multi-tier: hits without a round trip, until anybody evicts",
                        "process 1",
                        "its near copy",
                        "Redis",
                        "process 2")
                .bar("process 1", CALL, 0.5, 5, "a hit in Redis")
                .arrow(1, "process 1", "Redis")
                .bar("Redis", FRESH, 0, 10, "value")
                .arrow(2.5, "Redis", "its near copy")
                .bar("its near copy", FRESH, 2.5, 11, "copy, watched by Redis")
                .bar("process 1", CALL, 7, 10, "a near hit")
                .arrow(8, "its near copy", "process 1")
                .bar("process 2", CALL, 8, 10.5, "save(7)")
                .arrow(10, "process 2", "Redis")
                .moment("Redis", 10, "evicted")
                .arrow(11, "Redis", "its near copy")
                .moment("its near copy", 11, "Redis tells process 1: the copy ends")
                .bar("process 1", CALL, 13.5, 18, "a miss: runs the body");
    }

    private static Timeline warming() {
        return new Timeline(
                        "Warming: the first caller finds what one process has loaded",
                        "process 1",
                        "process 2",
                        "database",
                        "cache",
                        "a caller")
                .bar("process 1", WAIT, 0, 3, "starts")
                .bar("process 2", WAIT, 1, 4, "starts")
                .bar("process 1", CALL, 3, 11, "product(1), product(2), ...: has the turn")
                .bar("process 2", CALL, 4, 8.5, "the turn is taken")
                .bar("database", BODY, 3.5, 10.5, "the best sellers, one by one")
                .arrow(3.5, "process 1", "database")
                .arrow(11, "process 1", "cache")
                .bar("cache", FRESH, 11, 20, "product:1, product:2, ...")
                .bar("a caller", CALL, 13, 17, "product(1): a hit")
                .arrow(15, "cache", "a caller");
    }
}
