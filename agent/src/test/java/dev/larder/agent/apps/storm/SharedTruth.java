package dev.larder.agent.apps.storm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What is true at this moment for every process of a storm: the database's versions, and for each cached thing the oldest
 * version that may still be read. A read thus costs its checker a few plain looks into memory and no message to anybody.
 *
 * <p><b>Shape.</b> A file that every process maps into its memory, in lines of 64 bytes so that processors do not fight
 * over them: a header, two lines for each worker, one for each slot, one for each worker and slot, and the
 * {@link Chronicle}. A <em>row</em> of the database has the number of the slot that caches it. For each there are two slots more:
 * what is made from the entry of a row, and a row of another table, which one process writes behind.
 *
 * <p><b>What is promised.</b> For each slot there are three floors. {@link #own}: what the reading process itself has
 * evicted, which binds it always. {@link #told}: what any process has evicted and Redis knows, which binds everybody.
 * {@link #returned}: what any process has evicted, whoever knows. They differ only while the schedule keeps some process
 * from Redis, see {@link #isCutOff}; a read for which the first two are lower than the third is exempt.
 *
 * <p><b>Threads.</b> Thread-safe, also between processes: each number is read and written with volatile semantics or
 * raised atomically, in memory that the processes share.
 */
public final class SharedTruth {

    /** What the schedule has done to a worker's way to Redis. */
    private static final long HEALTHY = 0;

    private static final long CUT_OFF = 1;
    private static final long HEALED = 2;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int LINE = 64;

    /** Slots of a row. */
    private static final int KINDS = 3;

    private static final int SIGNAL = 0;
    private static final int WORKERS = 8;
    private static final int ROWS = 16;
    private static final long GO = 1;
    private static final long STOP = 2;

    private static final int CUT = 0;
    private static final int READY = 8;
    private static final int FIRST_COUNT = 16;
    private static final int WORKER_LINES = 2;
    private static final int CHANGING = 2 * LINE - Long.BYTES;

    private static final int COMMITTED = 0;
    private static final int TOLD = 8;
    private static final int RETURNED = 16;
    private static final int ISSUED = 24;

    private static final int OWN = 0;
    private static final int UNTOLD = 8;
    private static final int KNOWN = 16;

    private static final long MOST_EXEMPT_ONE_IN = 100;

    private final ByteBuffer memory;
    private final int workers;
    private final int rows;

    private SharedTruth(ByteBuffer memory, int workers, int rows) {
        this.memory = memory;
        this.workers = workers;
        this.rows = rows;
    }

    /** For the test: a new file. */
    public static SharedTruth create(Path file, int workers, int rows) {
        SharedTruth truth = new SharedTruth(
                SharedMemory.map(file, size(workers, rows), StandardOpenOption.CREATE_NEW), workers, rows);
        truth.set(WORKERS, workers);
        truth.set(ROWS, rows);
        return truth;
    }

    /** For a worker: the file that the test has made. */
    static SharedTruth open(Path file) {
        ByteBuffer header = SharedMemory.map(file, LINE);
        int workers = (int) (long) LONGS.getVolatile(header, WORKERS);
        int rows = (int) (long) LONGS.getVolatile(header, ROWS);
        return new SharedTruth(SharedMemory.map(file, size(workers, rows)), workers, rows);
    }

    private static int size(int workers, int rows) {
        return lines(workers, rows) * LINE + Chronicle.SIZE;
    }

    private static int lines(int workers, int rows) {
        return 1 + WORKER_LINES * workers + KINDS * rows + workers * KINDS * rows;
    }

    int rows() {
        return rows;
    }

    int slots() {
        return KINDS * rows;
    }

    /** The slot of what is made from the entry of a row. */
    int pairOf(int row) {
        return rows + row;
    }

    /** The slot of what is written behind. */
    int behindOf(int row) {
        return 2 * rows + row;
    }

    /** A row that this worker alone writes behind, at or near that one. */
    int rowBehind(int worker, int row) {
        int own = row - row % workers + worker;
        return own < rows ? own : worker;
    }

    /** Whether no other worker reads what is written behind of the row: then it alone brings it into the cache. */
    boolean isReadByItsWriter(int row) {
        return workers == 1 || row / workers % 2 == 0;
    }

    int rowOf(int slot) {
        return slot % rows;
    }

    Chronicle chronicle() {
        int start = lines(workers, rows) * LINE;
        return new Chronicle(memory.slice(start, Chronicle.SIZE).order(ByteOrder.nativeOrder()));
    }

    // The test's word to the workers, and theirs to it.

    public void go() {
        set(SIGNAL, GO);
    }

    public void stop() {
        set(SIGNAL, STOP);
    }

    boolean hasBegun() {
        return get(SIGNAL) >= GO;
    }

    boolean isOver() {
        return get(SIGNAL) == STOP;
    }

    void ready(int worker) {
        set(worker(worker) + READY, 1);
    }

    public boolean isReady(int worker) {
        return get(worker(worker) + READY) == 1;
    }

    void count(int worker, Count count, long more) {
        LONGS.getAndAdd(memory, worker(worker) + FIRST_COUNT + Long.BYTES * count.ordinal(), more);
    }

    public long count(Count count) {
        long sum = 0;
        for (int worker = 0; worker < workers; worker++) {
            sum += get(worker(worker) + FIRST_COUNT + Long.BYTES * count.ordinal());
        }
        return sum;
    }

    /** A call begins that evicts or puts. */
    void beginChange(int worker) {
        LONGS.getAndAdd(memory, worker(worker) + CHANGING, 1L);
    }

    /** It has returned. */
    void endChange(int worker) {
        LONGS.getAndAdd(memory, worker(worker) + CHANGING, -1L);
    }

    /** Whether a thread of the worker is in the middle of such a call. */
    public boolean isChanging(int worker) {
        return get(worker(worker) + CHANGING) > 0;
    }

    /** Whether so few reads have been exempt that a fault which makes some more may begin, or go on. */
    public boolean mayExemptMore() {
        return count(Count.EXEMPT) * MOST_EXEMPT_ONE_IN < count(Count.READS);
    }

    // Who is cut off from Redis.

    /** To be called so long before the fault that the worker knows by then what Redis has been told until now. */
    public void beforeCut(int worker) {
        if (!isCutOff(worker)) { // otherwise it may not have been back since it knew less
            for (int slot = 0; slot < slots(); slot++) {
                set(line(worker, slot) + KNOWN, told(slot));
            }
        }
    }

    /** To be called before the fault begins. */
    public void cutOff(int worker) {
        set(worker(worker) + CUT, CUT_OFF);
    }

    /** To be called when the fault is over. The worker itself says when it is back. */
    public void heal(int worker) {
        set(worker(worker) + CUT, HEALED);
    }

    /** From before a fault begins that keeps the worker from Redis until it has been seen to work with Redis again. */
    public boolean isCutOff(int worker) {
        return get(worker(worker) + CUT) != HEALTHY;
    }

    boolean isHealed(int worker) {
        return get(worker(worker) + CUT) == HEALED;
    }

    /** Unless it has been cut off again. */
    void back(int worker) {
        LONGS.compareAndSet(memory, worker(worker) + CUT, HEALED, HEALTHY);
    }

    // The database.

    long committed(int row) {
        return get(slot(row) + COMMITTED);
    }

    /** Gives the row its next version and returns that. */
    long commit(int row) {
        return 1 + (long) LONGS.getAndAdd(memory, slot(row) + COMMITTED, 1L);
    }

    /** The next version of what is written behind; the database has it later. */
    long issue(int slot) {
        return 1 + (long) LONGS.getAndAdd(memory, slot(slot) + ISSUED, 1L);
    }

    /** Returns whether that is newer than what was there. */
    boolean writeBehind(int slot, long version) {
        return (long) LONGS.getAndSet(memory, slot(slot) + COMMITTED, version) < version;
    }

    /** Of what the slot caches. */
    long newest(int slot) {
        return slot < 2 * rows ? committed(rowOf(slot)) : get(slot(slot) + ISSUED);
    }

    // What has been evicted.

    /** An eviction of what is older than {@code version} has returned, and Redis knows, or there is none. */
    void evicted(int worker, int slot, long version) {
        raise(line(worker, slot) + OWN, version);
        raise(slot(slot) + TOLD, version); // before the next, so that nobody finds it exempt
        raise(slot(slot) + RETURNED, version);
    }

    /** The same of a worker that was cut off from Redis meanwhile: others will hear of it later. */
    void evictedUntold(int worker, int slot, long version) {
        raise(line(worker, slot) + OWN, version);
        raise(line(worker, slot) + UNTOLD, version);
        raise(slot(slot) + RETURNED, version);
    }

    /** Binds the worker alone. */
    void promiseOwn(int worker, int slot, long version) {
        raise(line(worker, slot) + OWN, version);
    }

    /** Redis knows now. */
    void told(int slot, long version) {
        raise(slot(slot) + TOLD, version);
    }

    long own(int worker, int slot) {
        return get(line(worker, slot) + OWN);
    }

    /** What the worker evicted while it was cut off, whether Redis has heard of it since or not. */
    long untold(int worker, int slot) {
        return get(line(worker, slot) + UNTOLD);
    }

    long told(int slot) {
        return get(slot(slot) + TOLD);
    }

    /** What Redis had been told when the worker was last cut off from it. */
    long toldBeforeCut(int worker, int slot) {
        return get(line(worker, slot) + KNOWN);
    }

    long returned(int slot) {
        return get(slot(slot) + RETURNED);
    }

    private void raise(int at, long to) {
        long now = get(at);
        while (now < to && !LONGS.compareAndSet(memory, at, now, to)) {
            now = get(at);
        }
    }

    private int worker(int worker) {
        return LINE * (1 + WORKER_LINES * worker);
    }

    private int slot(int slot) {
        return LINE * (1 + WORKER_LINES * workers + slot);
    }

    private int line(int worker, int slot) {
        return LINE * (1 + WORKER_LINES * workers + slots() + worker * slots() + slot);
    }

    private long get(int at) {
        return (long) LONGS.getVolatile(memory, at);
    }

    private void set(int at, long value) {
        LONGS.setVolatile(memory, at, value);
    }
}
