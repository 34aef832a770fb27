package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.Tier;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * One of several processes over one database, a file that all of them map into their memory. One of them changes a row fifty times a
 * second; all read the rows as fast as they can, from their own memory. Each row there has the version that was committed, the
 * version below which all had been evicted when the last change returned, and when that was by the clock that the processes of a
 * machine share.
 *
 * <p>It says {@code ready} in mode {@code REDIS}, begins and ends at a line of its standard input each, and then says {@code
 * reads=<n> near=<n> evictions=<n> late=<n> worst=<ms> own=<n>}: how many reads needed this process only; how many got a row older
 * than one that had been evicted 50 ms before they began, and how long before at most; how many got one older than this process
 * had evicted itself.
 */
public final class NearRowsApp {

    private static final int ROWS = 4;
    private static final int LINE = 64;
    private static final int EVICTED = Long.BYTES;
    private static final int EVICTED_NANOS = 2 * Long.BYTES;
    private static final long PAUSE_MILLIS = 20;
    private static final long LATE_NANOS = 50_000_000;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer database;
    private final Rows rows = new Rows();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong evictions = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong own = new AtomicLong();
    private final AtomicLong worstNanos = new AtomicLong();
    private volatile boolean over;

    private NearRowsApp(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            database = channel.map(FileChannel.MapMode.READ_WRITE, 0, ROWS * LINE);
        }
    }

    /** @param arguments the file, and {@code writes} or {@code reads} */
    public static void main(String[] arguments) throws Exception {
        NearRowsApp app = new NearRowsApp(Path.of(arguments[0]));
        app.rows.read(0);
        RedisMode.await();
        System.out.println("ready");
        System.in.read();
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(app::read));
        if (arguments[1].equals("writes")) {
            threads.add(new Thread(app::write));
        }
        threads.forEach(Thread::start);
        System.in.read();
        app.over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("reads=" + app.reads + " near=" + nearHits() + " evictions=" + app.evictions + " late="
                + app.late + " worst=" + app.worstNanos.get() / 1_000_000 + " own=" + app.own);
    }

    private static long nearHits() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        long hits = 0;
        for (ObjectName method : server.queryNames(new ObjectName("dev.larder:type=CachedMethod,*"), null)) {
            hits += (Long) server.getAttribute(method, "NearHits");
        }
        return hits;
    }

    private void read() {
        for (int i = 0; !over; i++) {
            int row = i % ROWS;
            long startNanos = System.nanoTime();
            long promised = get(row, EVICTED);
            long sinceNanos = startNanos - get(row, EVICTED_NANOS);
            long version = rows.read(row).version();
            reads.incrementAndGet();
            if (version < promised) {
                worstNanos.accumulateAndGet(sinceNanos, Math::max);
                late.addAndGet(sinceNanos > LATE_NANOS ? 1 : 0);
            }
            Thread.yield();
        }
    }

    private void write() {
        for (int i = 0; !over; i++) {
            int row = i % ROWS;
            long version = rows.change(row);
            LONGS.setVolatile(database, row * LINE + EVICTED_NANOS, System.nanoTime());
            LONGS.setVolatile(database, row * LINE + EVICTED, version);
            evictions.incrementAndGet();
            if (rows.read(row).version() < version) {
                own.incrementAndGet();
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long get(int row, int what) {
        return (long) LONGS.getVolatile(database, row * LINE + what);
    }

    /** A row as it is cached. */
    record Row(int number, long version) {}

    /** What is cached. */
    final class Rows {

        @Cached(key = "row:{row}", ttl = 600, tier = Tier.NEAR)
        Row read(int row) {
            return new Row(row, get(row, 0));
        }

        @CacheEvict(key = "row:{row}")
        long change(int row) {
            return 1 + (long) LONGS.getAndAdd(database, row * LINE, 1L);
        }
    }
}
