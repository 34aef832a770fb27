package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.RefreshIn;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls one method whose entry is refreshed, as often as it is told, and says how long calls took and when the body ran.
 *
 * <p>For each line on its standard input it prints one line:
 *
 * <pre>
 * warm                        once there is an entry
 * run &lt;seconds&gt; &lt;a second&gt; &lt;threads&gt;
 *                             &lt;calls&gt; &lt;over 50 ms&gt; &lt;longest ms&gt; &lt;misses&gt; &lt;over 50 ms of a tenth as many hits without a refresh&gt;
 *                             &lt;their mean time in us&gt; &lt;bodies&gt;, each as &lt;began&gt;-&lt;ended&gt; in wall-clock milliseconds
 * back                        once Redis answers again
 * fail                        what a call gets when the body throws
 * evicted                     the same after the entry was evicted
 * caller                      the thread that refreshes in the caller
 * end
 * </pre>
 */
public final class RefreshApp {

    private static final long BODY_MILLIS = 300;
    private static final long PATIENT_NANOS = 50_000_000;
    /** How many calls of the method that is refreshed come to one that is not. */
    private static final int PER_PLAIN = 10;

    /** What the cache keeps: which run of the body made it. */
    public record Rate(int run, String thread) {}

    static class Rates {

        final AtomicInteger runs = new AtomicInteger();
        final List<String> bodies = new CopyOnWriteArrayList<>();
        volatile boolean failing;

        @Cached(key = "hot:{id}", ttl = 1, refreshAhead = 0.5, staleTtl = 30)
        public Rate hot(long id) {
            long began = System.currentTimeMillis();
            long start = System.nanoTime();
            while (System.nanoTime() - start < BODY_MILLIS * 1_000_000) {
                LockSupport.parkNanos(1_000_000);
            }
            bodies.add(began + "-" + System.currentTimeMillis());
            return new Rate(runs.incrementAndGet(), Thread.currentThread().getName());
        }

        @Cached(key = "plain:{id}", ttl = 600)
        public Rate plain(long id) {
            return new Rate(runs.incrementAndGet(), Thread.currentThread().getName());
        }

        @Cached(key = "kept:{id}", ttl = 1, staleIfError = 60)
        public Rate kept(long id) {
            if (failing) {
                throw new IllegalStateException("the source is away");
            }
            return new Rate(runs.incrementAndGet(), Thread.currentThread().getName());
        }

        @CacheEvict(key = "kept:{id}")
        public void evict(long id) {}

        @Cached(key = "called:{id}", ttl = 1, staleTtl = 60, refreshIn = RefreshIn.CALLER)
        public Rate called(long id) {
            return new Rate(runs.incrementAndGet(), Thread.currentThread().getName());
        }
    }

    private final Rates rates = new Rates();
    private final CacheBean cache = new CacheBean();

    private RefreshApp() throws Exception {}

    public static void main(String[] args) throws Exception {
        RefreshApp app = new RefreshApp();
        app.rates.kept(0);
        if (args[0].equals("REDIS")) {
            RedisMode.await();
        }
        try (var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in))) {
            for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
                System.out.println(app.answer(line.split(" ")));
            }
        }
    }

    private String answer(String... words) throws Exception {
        return switch (words[0]) {
            case "warm" -> warm();
            case "run" -> run(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            case "back" -> back();
            case "fail" -> fail();
            case "evicted" -> evicted();
            case "caller" -> caller();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /** The code of a call is compiled by then. */
    private String warm() throws Exception {
        rates.hot(7);
        rates.plain(7);
        run(1, 1_000, 8);
        return "warm";
    }

    private String run(int seconds, int perSecond, int count) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        AtomicInteger latePlain = new AtomicInteger();
        AtomicInteger plain = new AtomicInteger();
        AtomicLong allPlainNanos = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        long missesBefore = Long.parseLong(cache.read("Misses"));
        rates.bodies.clear();
        Thread[] threads = new Thread[count];
        long start = System.nanoTime();
        for (int t = 0; t < count; t++) {
            int first = t;
            threads[t] = new Thread(() -> {
                long end = start + seconds * 1_000_000_000L;
                for (int call = first; call < seconds * perSecond && System.nanoTime() - end < 0; call += count) {
                    long due = start + call * 1_000_000_000L / perSecond;
                    while (System.nanoTime() - due < 0) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    long began = System.nanoTime();
                    rates.hot(7);
                    long took = System.nanoTime() - began;
                    if (call % PER_PLAIN == 0) {
                        long plainNanos = nanosOf(() -> rates.plain(7));
                        plain.incrementAndGet();
                        allPlainNanos.addAndGet(plainNanos);
                        latePlain.addAndGet(plainNanos > PATIENT_NANOS ? 1 : 0);
                    }
                    calls.incrementAndGet();
                    longest.accumulateAndGet(took, Math::max);
                    if (took > PATIENT_NANOS) {
                        late.incrementAndGet();
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long misses = Long.parseLong(cache.read("Misses")) - missesBefore;
        return calls + " " + late + " " + longest.get() / 1_000_000 + " " + misses + " " + latePlain + " "
                + allPlainNanos.get() / Math.max(plain.get(), 1) / 1_000 + " " + String.join(",", rates.bodies);
    }

    private static long nanosOf(Runnable call) {
        long began = System.nanoTime();
        call.run();
        return System.nanoTime() - began;
    }

    private String back() throws Exception {
        Awaiting.until(cache::worksWithRedis);
        return "back";
    }

    private String fail() throws Exception {
        rates.failing = false;
        rates.evict(1);
        Rate before = rates.kept(1);
        rates.failing = true;
        // Once the time to live is over, the body runs, and throws.
        long served = Long.parseLong(cache.read("StaleServed"));
        Awaiting.until(() -> {
            rates.kept(1);
            return Long.parseLong(cache.read("StaleServed")) > served;
        });
        return rates.kept(1).equals(before) ? "the value from before" : "another value";
    }

    private String evicted() {
        rates.evict(1);
        try {
            return "" + rates.kept(1);
        } catch (IllegalStateException theirs) {
            return theirs.getMessage();
        }
    }

    private String caller() throws Exception {
        int before = rates.called(1).run();
        Awaiting.until(() -> rates.called(1).run() > before);
        return rates.called(1).thread();
    }
}
