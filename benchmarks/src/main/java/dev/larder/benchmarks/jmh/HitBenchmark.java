package dev.larder.benchmarks.jmh;

import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Catalog;
import dev.larder.benchmarks.catalog.Item;
import dev.larder.benchmarks.catalog.Request;
import dev.larder.benchmarks.catalog.Source;
import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.catalog.User;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Reading what is there. One method for each kind of key and of value. */
@State(Scope.Benchmark)
public class HitBenchmark {

    /** Entries that went by themselves, for whatever reason; more of them and hits were not what was measured. */
    private static final long MOST_MISSES = 100;

    @Param
    public Subject subject;

    @Param("1024")
    public int entries;

    private Catalog catalog;
    private String[] names;
    private Request[] requests;
    private long askedWhenFull;

    /** Puts in everything that the chosen method will read. */
    @Setup
    public void fill(BenchmarkParams chosen) {
        catalog = subject.open(CacheLimits.ofThisJvm());
        names = IntStream.range(0, entries).mapToObj(i -> "user" + i).toArray(String[]::new);
        requests = IntStream.range(0, entries)
                .mapToObj(i -> new Request("trace" + i, new User(i, "", "", "", 0, true)))
                .toArray(Request[]::new);
        String method = chosen.getBenchmark().substring(chosen.getBenchmark().lastIndexOf('.') + 1);
        for (int i = 0; i < entries; i++) {
            read(method, i);
        }
        askedWhenFull = Source.asked();
    }

    @TearDown
    public void checkThatTheyWereHits() {
        long misses = Source.asked() - askedWhenFull;
        catalog.close();
        if (subject != Subject.NOTHING && misses > MOST_MISSES) {
            throw new IllegalStateException(subject + " was to show hits and missed " + misses + " times");
        }
    }

    @Benchmark
    public User byId(Cursor cursor) {
        return catalog.byId(cursor.next(entries));
    }

    @Benchmark
    public User byName(Cursor cursor) {
        return catalog.byName(names[cursor.next(entries)]);
    }

    @Benchmark
    public User byTenant(Cursor cursor) {
        return catalog.byTenant("acme", cursor.next(entries));
    }

    @Benchmark
    public User byRequest(Cursor cursor) {
        return catalog.byRequest(requests[cursor.next(entries)]);
    }

    @Benchmark
    public List<Item> items(Cursor cursor) {
        return catalog.items(cursor.next(entries));
    }

    @Benchmark
    public String page(Cursor cursor) {
        return catalog.page(cursor.next(entries));
    }

    private Object read(String method, int i) {
        return switch (method) {
            case "byId" -> catalog.byId(i);
            case "byName" -> catalog.byName(names[i]);
            case "byTenant" -> catalog.byTenant("acme", i);
            case "byRequest" -> catalog.byRequest(requests[i]);
            case "items" -> catalog.items(i);
            case "page" -> catalog.page(i);
            default -> throw new IllegalArgumentException(method);
        };
    }
}
