package dev.larder.agent.apps.storm;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The database as the bodies of a storm see it: it answers at once, and to a few only after what it answers may have become
 * old.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class LocalDatabase {

    private static final int MOST_FRESH = 1_000;

    private final SharedTruth truth;
    private final Chronicle chronicle;
    private final Stock stock;
    private final int worker;
    private final int parkEvery;
    private final long longestParkNanos;

    LocalDatabase(SharedTruth truth, Stock stock, int worker, StormSettings settings) {
        this.truth = truth;
        this.chronicle = truth.chronicle();
        this.stock = stock;
        this.worker = worker;
        this.parkEvery = settings.parkEvery();
        this.longestParkNanos = settings.longestPark().toNanos();
    }

    Row read(String name) {
        return new Row(name, version(stock.row(name)));
    }

    Sheet readSheet(String name) {
        return new Sheet(name, version(stock.row(name)));
    }

    /** Late more often, for shorter: others are to evict and load it again meanwhile. */
    FreshRow readFresh(String name) {
        FreshRow row = new FreshRow(name, version(stock.row(name)));
        parkOneIn(Math.min(parkEvery / 10, MOST_FRESH), longestParkNanos / 4);
        return row;
    }

    Row readBehind(String name) {
        int slot = truth.behindOf(stock.row(name));
        return new Row(name, version(slot));
    }

    /** One writes each row, the older version first. */
    void writeBehind(Row row) {
        int slot = truth.behindOf(stock.row(row.name()));
        if (!truth.writeBehind(slot, row.version())) {
            truth.count(worker, Count.VIOLATIONS, 1);
            StormApp.say("Slot " + slot + " was written behind in another order than it was changed: " + row);
        }
    }

    private long version(int row) {
        long begin = System.nanoTime();
        long version = truth.committed(row);
        parkOneIn(parkEvery, longestParkNanos);
        chronicle.note(Verb.LOAD, worker, row, version, begin, System.nanoTime());
        return version;
    }

    private static void parkOneIn(int loads, long longestNanos) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(loads) == 0) {
            LockSupport.parkNanos(random.nextLong(longestNanos));
        }
    }
}
