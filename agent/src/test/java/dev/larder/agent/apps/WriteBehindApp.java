package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes 100,000 values to 100 keys behind their calls, into a database that is away for ten seconds meanwhile, and says what
 * became of them. It prints {@code writing} before, and when the database is away {@code away}.
 */
public final class WriteBehindApp {

    private static final int KEYS = 100;
    private static final int THREADS = 4;
    private static final int ROUNDS = 1_000;
    private static final int ROUND_OF_THE_OUTAGE = 100;
    private static final long OUTAGE_NANOS = 10_000_000_000L;

    /** A version of a row. */
    public record Row(int id, int version) {}

    /** A table whose database may be away. */
    static class Rows {

        final Map<Integer, Integer> versions = new ConcurrentHashMap<>();
        final AtomicInteger disorder = new AtomicInteger();
        final AtomicInteger writes = new AtomicInteger();
        final AtomicLong awayUntil = new AtomicLong(System.nanoTime());

        @CachePut(key = "row:{row.id}", ttl = 600, value = "{row}", writeBehind = true)
        public void save(Row row) {
            requireDatabase();
            writes.incrementAndGet();
            Integer before = versions.put(row.id(), row.version());
            if (before != null && before >= row.version()) {
                disorder.incrementAndGet();
            }
        }

        @Cached(key = "row:{id}", ttl = 600)
        public Row find(int id) {
            requireDatabase();
            return new Row(id, versions.getOrDefault(id, -1));
        }

        @CacheEvict(key = "row:{id}")
        public void delete(int id) {
            requireDatabase();
            versions.remove(id);
        }

        private void requireDatabase() {
            if (System.nanoTime() - awayUntil.get() < 0) {
                throw new IllegalStateException("the database is away");
            }
        }
    }

    private WriteBehindApp() {}

    public static void main(String[] args) throws Exception {
        Rows rows = new Rows();
        rows.find(0);
        RedisMode.await();
        System.out.println("writing");
        AtomicInteger older = new AtomicInteger();
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads[t] = new Thread(() -> write(rows, thread, older));
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        CacheBean cache = new CacheBean();
        Awaiting.until(() -> cache.read("WriteBehindQueue").equals("0"));
        long last = rows.versions.values().stream()
                .filter(version -> version == ROUNDS - 1)
                .count();
        System.out.println("keys with their last version: " + last);
        System.out.println("out of order: " + rows.disorder);
        System.out.println("read an older version: " + older);
        System.out.println("lost: " + cache.read("WriteBehindLost"));
        System.out.println("tried again: " + (Long.parseLong(cache.read("WriteBehindFailures")) > 0));
        System.out.println("coalesced: " + (rows.writes.get() < KEYS * ROUNDS));

        rows.save(new Row(7, ROUNDS));
        rows.delete(7);
        System.out.println("deleted: " + (rows.find(7).version() == -1));

        for (int id = 0; id < KEYS; id++) {
            rows.save(new Row(id, ROUNDS + 1));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Awaiting.until(() -> rows.versions.values().stream()
                                .filter(version -> version == ROUNDS + 1)
                                .count()
                        == KEYS);
                System.out.println("written before the end: all");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
    }

    /** All keys of one thread, so that their order is known. */
    private static void write(Rows rows, int thread, AtomicInteger older) {
        for (int round = 0; round < ROUNDS; round++) {
            if (round == ROUND_OF_THE_OUTAGE && thread == 0) {
                rows.awayUntil.set(System.nanoTime() + OUTAGE_NANOS);
                System.out.println("away");
            }
            for (int id = thread; id < KEYS; id += THREADS) {
                rows.save(new Row(id, round));
                if (id % 10 == thread) {
                    look(rows, id, round, older);
                }
            }
        }
    }

    private static void look(Rows rows, int id, int version, AtomicInteger older) {
        try {
            if (rows.find(id).version() < version) {
                older.incrementAndGet();
            }
        } catch (IllegalStateException away) {
            // It was not in the cache, and the method ran.
        }
    }
}
