package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that read and change a few rows as fast as they can, in several processes over one database: a file that all of
 * them map into their memory. Each row there has the version that was committed and the version below which all was
 * evicted when a change returned. A read that got less than the latter, as it was before the read began, is stale.
 *
 * <p>It says {@code ready} in mode {@code REDIS}, begins and ends at a line of its standard input each, and then says
 * {@code reads=<n> evictions=<n> stale=<n> slowest=<ms of an eviction>}.
 */
public final class SharedRowsApp {

    private static final int ROWS = 12;
    private static final int LINE = 64;
    private static final int EVICTED = Long.BYTES;
    private static final int CHANGES_PER_HUNDRED = 12;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer database;
    private final Rows rows = new Rows();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong evictions = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean over;

    private SharedRowsApp(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            database = channel.map(FileChannel.MapMode.READ_WRITE, 0, ROWS * LINE);
        }
    }

    /** @param arguments the file, and how many threads */
    public static void main(String[] arguments) throws Exception {
        SharedRowsApp app = new SharedRowsApp(Path.of(arguments[0]));
        app.rows.read(0);
        RedisMode.await();
        System.out.println("ready");
        System.in.read();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            SplittableRandom random = new SplittableRandom(i);
            threads.add(new Thread(() -> app.run(random)));
        }
        threads.forEach(Thread::start);
        System.in.read();
        app.over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("reads=" + app.reads + " evictions=" + app.evictions + " stale=" + app.stale + " slowest="
                + app.slowestNanos.get() / 1_000_000);
    }

    private void run(SplittableRandom random) {
        while (!over) {
            int row = random.nextInt(ROWS);
            if (random.nextInt(100) < CHANGES_PER_HUNDRED) {
                change(row);
            } else {
                read(row);
            }
        }
    }

    private void read(int row) {
        long promised = get(row, EVICTED);
        long version = rows.read(row).version();
        reads.incrementAndGet();
        if (version < promised) {
            stale.incrementAndGet();
        }
    }

    private void change(int row) {
        long start = System.nanoTime();
        long version = rows.change(row);
        slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        evictions.incrementAndGet();
        long before = get(row, EVICTED);
        while (before < version && !LONGS.compareAndSet(database, row * LINE + EVICTED, before, version)) {
            before = get(row, EVICTED);
        }
    }

    private long get(int row, int what) {
        return (long) LONGS.getVolatile(database, row * LINE + what);
    }

    /** A row as it is cached. */
    record Row(int number, long version) {}

    /** What is cached. */
    final class Rows {

        @Cached(key = "row:{row}", ttl = 600)
        Row read(int row) {
            return new Row(row, get(row, 0));
        }

        @CacheEvict(key = "row:{row}")
        long change(int row) {
            return 1 + (long) LONGS.getAndAdd(database, row * LINE, 1L);
        }
    }
}
