package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.LarderCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads that write and read so deep in their stacks that the JVM cannot park them, many at the same time. What
 * each has written is then read with an empty stack. Prints how many calls were wrong, in which way, and how long the
 * longest took in milliseconds. Before JDK 21 the threads are platform threads.
 */
public final class DeepVirtualApp {

    private static final int THREADS = 16;
    private static final int WRITERS = 4;
    private static final String COUNTER = "counter";

    private static final LarderCache<String> CACHE = Larder.cache(String.class).withTtl(Duration.ofMinutes(5));

    /** How often each key was written, by one thread at a time. */
    private final int[] source = new int[THREADS];

    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger unparkable = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger stale = new AtomicInteger();
    private final AtomicInteger thrown = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();

    private DeepVirtualApp() {}

    /** @param arguments the mode to wait for, the number of rounds at each depth, and the depths in frames */
    public static void main(String[] arguments) throws Exception {
        DeepVirtualApp app = new DeepVirtualApp();
        CacheBean bean = new CacheBean();
        CACHE.exists("start");
        for (long start = System.nanoTime(); !bean.mode().equals(arguments[0]); TimeUnit.MILLISECONDS.sleep(10)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
                throw new IllegalStateException("The mode is " + bean.mode());
            }
        }
        long before = CACHE.increment(COUNTER, 0);
        int rounds = Integer.parseInt(arguments[1]);
        for (int round = 0; round < rounds; round++) {
            for (int i = 2; i < arguments.length; i++) {
                app.round(round, Integer.parseInt(arguments[i]));
            }
        }
        long counted = CACHE.increment(COUNTER, 0) - before;
        System.out.println("writes " + app.writes);
        System.out.println("unparkable " + app.unparkable);
        System.out.println("lost " + app.lost);
        System.out.println("stale " + app.stale);
        System.out.println("thrown " + app.thrown);
        System.out.println("miscounted " + (counted - app.writes.get()));
        System.out.println("errors " + bean.read("Errors"));
        System.out.println("longest " + TimeUnit.NANOSECONDS.toMillis(app.longestNanos.get()));
        System.out.println("mode " + bean.mode());
        System.exit(0);
    }

    private void round(int round, int depth) throws Exception {
        for (int key = 0; key < THREADS; key++) {
            find(key);
        }
        List<Thread> threads = new ArrayList<>();
        for (int key = 0; key < THREADS; key++) {
            int own = key;
            threads.add(start(() -> outermost(depth, round, own)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int key = 0; key < THREADS; key++) {
            if (!find(key).equals(text(key))) {
                lost.incrementAndGet();
            }
        }
    }

    private static Thread start(Runnable task) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    /** Not compiled, if the test says so: then the JVM copies the stack frame by frame, as it mostly does. */
    private void outermost(int depth, int round, int key) {
        descend(depth, round, key);
    }

    private void descend(int depth, int round, int key) {
        if (depth > 0) {
            descend(depth - 1, round, key);
        } else {
            call(round, key);
        }
    }

    private void call(int round, int key) {
        try {
            LockSupport.parkNanos(1);
        } catch (StackOverflowError cannotBeParked) {
            unparkable.incrementAndGet();
        }
        long start = System.nanoTime();
        try {
            write(round % WRITERS, key);
            writes.incrementAndGet();
            CACHE.increment(COUNTER);
            if (!find(key).equals(text(key)) || !all(round).equals(Integer.toString(round))) {
                stale.incrementAndGet();
            }
        } catch (Throwable e) {
            if (thrown.getAndIncrement() == 0) {
                e.printStackTrace();
            }
        }
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    private void write(int writer, int key) {
        switch (writer) {
            case 0 -> change(key);
            case 1 -> changeResult(key);
            case 2 -> put(key);
            default -> {
                source[key]++;
                CACHE.evict("k:" + key);
            }
        }
    }

    private String text(int key) {
        return Integer.toString(source[key]);
    }

    @Cached(key = "k:{key}", ttl = 300)
    String find(int key) {
        return text(key);
    }

    /** All threads miss it at the same time, and one leads the load. */
    @Cached(key = "all:{round}", ttl = 300)
    String all(int round) {
        for (long start = System.nanoTime(); System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(1); ) {
            Thread.onSpinWait();
        }
        return Integer.toString(round);
    }

    @CacheEvict(key = "k:{key}")
    void change(int key) {
        source[key]++;
    }

    @CacheEvict(key = "k:{result}")
    int changeResult(int key) {
        source[key]++;
        return key;
    }

    @CachePut(key = "k:{key}", ttl = 300)
    String put(int key) {
        source[key]++;
        return text(key);
    }
}
