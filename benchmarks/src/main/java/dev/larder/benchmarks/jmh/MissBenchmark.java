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

/** Reading what is not there, with a body that takes no time. For one thread. */
@State(Scope.Benchmark)
public class MissBenchmark {

    @Param
    public Subject subject;

    private Catalog catalog;
    private long next;
    private long askedBefore;

    @Setup
    public void open() {
        catalog = subject.open(CacheLimits.ofThisJvm());
        askedBefore = Source.asked();
    }

    @TearDown
    public void checkThatTheyWereMisses() {
        catalog.close();
        long runs = Source.asked() - askedBefore;
        if (runs != next) {
            throw new IllegalStateException(subject + " ran the body " + runs + " times in " + next + " misses");
        }
    }

    /** Each call stores an entry; the cache is full soon, and then each also pushes one out. */
    @Benchmark
    public User load() {
        return catalog.byId(next++);
    }
}
