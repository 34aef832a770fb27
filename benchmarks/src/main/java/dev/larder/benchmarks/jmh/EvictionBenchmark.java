package dev.larder.benchmarks.jmh;

import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Catalog;
import dev.larder.benchmarks.catalog.Source;
import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.catalog.User;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Evicting. For one thread. */
@State(Scope.Benchmark)
public class EvictionBenchmark {

    private static final int IDS = 1_024;

    @Param
    public Subject subject;

    private Catalog catalog;
    private long calls;
    private long askedBefore;

    @Setup
    public void open() {
        catalog = subject.open(CacheLimits.ofThisJvm());
        askedBefore = Source.asked();
    }

    @TearDown
    public void checkThatEachWasEvicted() {
        catalog.close();
        long runs = Source.asked() - askedBefore;
        if (runs != calls) {
            throw new IllegalStateException(subject + " ran the body " + runs + " times in " + calls + " rounds");
        }
    }

    /** One entry is loaded and then evicted, since only what is there can be evicted. */
    @Benchmark
    public User loadAndEvict() {
        long id = calls++ % IDS;
        User user = catalog.byId(id);
        catalog.evict(id);
        return user;
    }
}
