package dev.larder.agent.apps;

import dev.larder.Cached;
import dev.larder.Tier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;

/**
 * Calls a method for 500 keys, 5,000 times a second in all, and says {@code ready} when each key was read often. From then on it
 * answers each line of its standard input:
 *
 * <ul>
 *   <li>{@code hot}: three seconds later, how often bodies of these calls ran since {@code ready};
 *   <li>{@code cold}: how often the body of one more key ran for 200 callers at once;
 *   <li>{@code slow}: by how much the 99th percentile of a hit is above that of a method that is never in Redis, in microseconds.
 * </ul>
 */
public final class StandbyApp {

    private static final int KEYS = 500;
    private static final int CALLS_A_SECOND = 5_000;
    private static final int THREADS = 10;
    private static final int COLD_CALLERS = 200;
    private static final int TIMED = 20_000;
    private static final long BODY_MILLIS = 20;

    private final Source source = new Source();
    private final AtomicLong calls = new AtomicLong();

    private StandbyApp() {}

    public static void main(String[] arguments) throws Exception {
        StandbyApp app = new StandbyApp();
        app.source.hot(0);
        RedisMode.await();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread caller = new Thread(() -> app.call(first));
            caller.setDaemon(true);
            caller.start();
        }
        while (app.calls.get() < 30L * KEYS || attribute("StandbyEntries") < KEYS) {
            Thread.sleep(10);
        }
        app.source.hotRuns.set(0);
        System.out.println("ready");
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            app.answer(line);
        }
    }

    private void answer(String line) throws Exception {
        switch (line) {
            case "hot" -> {
                long before = calls.get();
                Thread.sleep(3_000);
                System.out.println("hot=" + source.hotRuns + " calls=" + (calls.get() - before) + " standby="
                        + attribute("StandbyHits"));
            }
            case "cold" -> System.out.println("cold=" + cold());
            case "slow" -> System.out.println("slow=" + slow());
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static long attribute(String name) throws Exception {
        return (Long)
                ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName("dev.larder:type=Cache"), name);
    }

    /** In even steps, whatever single calls take. */
    private void call(int first) {
        long stepNanos = 1_000_000_000L * THREADS / CALLS_A_SECOND;
        long dueNanos = System.nanoTime();
        for (int i = first; ; i += THREADS) {
            source.hot(i % KEYS);
            calls.incrementAndGet();
            dueNanos += stepNanos;
            LockSupport.parkNanos(dueNanos - System.nanoTime());
        }
    }

    private int cold() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(COLD_CALLERS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < COLD_CALLERS; i++) {
            Thread caller = new Thread(() -> {
                ready.countDown();
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                source.cold(1);
            });
            caller.start();
            threads.add(caller);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return source.coldRuns.get();
    }

    private long slow() {
        long[] shared = new long[TIMED];
        long[] local = new long[TIMED];
        for (int i = 0; i < TIMED; i++) {
            long start = System.nanoTime();
            source.hot(i % KEYS);
            long between = System.nanoTime();
            source.local(i % KEYS);
            local[i] = System.nanoTime() - between;
            shared[i] = between - start;
            if (i % 10 == 0) {
                Thread.yield();
            }
        }
        return (p99(shared) - p99(local)) / 1_000;
    }

    private static long p99(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100];
    }

    /** A value as it is cached. */
    record Value(int id, String text) {}

    /** What is cached. */
    static final class Source {

        final AtomicInteger hotRuns = new AtomicInteger();
        final AtomicInteger coldRuns = new AtomicInteger();

        @Cached(key = "hot:{id}", ttl = 600)
        Value hot(int id) {
            hotRuns.incrementAndGet();
            return value(id);
        }

        @Cached(key = "cold:{id}", ttl = 600)
        Value cold(int id) {
            coldRuns.incrementAndGet();
            return value(id);
        }

        @Cached(key = "local:{id}", ttl = 600, tier = Tier.LOCAL)
        Value local(int id) {
            return new Value(id, "local");
        }

        private static Value value(int id) {
            LockSupport.parkNanos(BODY_MILLIS * 1_000_000);
            return new Value(id, "value " + id);
        }
    }
}
