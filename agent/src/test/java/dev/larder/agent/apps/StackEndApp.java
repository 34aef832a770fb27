package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.LarderCache;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Overflows its stack again and again, and on the way back writes and reads from each frame, while another thread reads.
 * Prints how many of its calls were wrong, in which way, and how long the longest took in milliseconds.
 */
public final class StackEndApp {

    private static final int KEYS = 64;
    private static final int WRITERS = 4;

    /** From the stack's end to where there is enough of it, with frames of 32 bytes. */
    private static final int LEVELS = 2_500;

    private static final LarderCache<String> CACHE = Larder.cache(String.class).withTtl(Duration.ofMinutes(5));

    /** How often each key was written; published by {@link #calls}, as is the next. */
    private final int[] source = new int[KEYS];

    /** What every later call has to see at least. */
    private final int[] least = new int[KEYS];

    private volatile int calls;
    private volatile boolean isOver;
    private int runs;
    private int writes;
    private StackOverflowError own;
    private int lost;
    private int stale;
    private int staleToReader;
    private long longestNanos;
    private long longestOfReader;

    private StackEndApp() {}

    /**
     * @param arguments the mode to wait for; the number of dives that count; and {@code cold} for one before that, which
     *     calls everything for the first time
     */
    public static void main(String[] arguments) throws Exception {
        StackEndApp app = new StackEndApp();
        CacheBean bean = new CacheBean();
        CACHE.exists("start");
        new Other().first(); // so that the JDK has what it links call sites with
        for (long start = System.nanoTime(); !bean.mode().equals(arguments[0]); TimeUnit.MILLISECONDS.sleep(10)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
                throw new IllegalStateException("The mode is " + bean.mode());
            }
        }
        if (arguments[2].equals("cold")) {
            app.dive(0);
        }
        for (int i = 0; i < WRITERS * KEYS; i++) {
            app.call(i);
        }
        app.lost = 0;
        app.stale = 0;
        Thread reader = new Thread(app::readAll);
        reader.start();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            app.dive(i % 13);
            for (int key = 0; key < KEYS; key++) {
                app.read(key);
            }
        }
        app.isOver = true;
        reader.join();
        System.out.println("lost " + app.lost);
        System.out.println("stale " + (app.stale + app.staleToReader));
        System.out.println("writes " + app.writes);
        System.out.println("longest " + TimeUnit.NANOSECONDS.toMillis(Math.max(app.longestNanos, app.longestOfReader)));
        System.out.println("mode " + bean.mode());
        System.exit(0);
    }

    @Cached(key = "k:{key}", ttl = 300)
    String find(int key) {
        return Integer.toString(source[key]);
    }

    @CacheEvict(key = "k:{key}")
    void change(int key) {
        write(key);
    }

    @CacheEvict(key = "k:{result}")
    int changeResult(int key) {
        write(key);
        return key;
    }

    @CachePut(key = "k:{key}", ttl = 300)
    String put(int key) {
        try {
            String text = Integer.toString(source[key] + 1);
            write(key);
            return text;
        } catch (StackOverflowError end) {
            own = end;
            throw end;
        }
    }

    private void write(int key) {
        source[key]++;
        runs++;
    }

    /** @param shift how many frames more than in other dives, so that calls come to lie elsewhere */
    private void dive(int shift) throws InterruptedException {
        Thread diver = new Thread(null, () -> shift(shift), "diver", 512 * 1024);
        diver.start();
        diver.join();
    }

    private void shift(int frames) {
        if (frames > 0) {
            shift(frames - 1);
        } else {
            dive();
        }
    }

    /** Returns how many frames above the deepest one. */
    private int dive() {
        int height;
        try {
            height = dive() + 1;
        } catch (StackOverflowError end) {
            height = 0;
        }
        if (height < LEVELS) {
            call(calls);
        }
        return height;
    }

    /** One write and one read. All that is noted is written to fields, which needs no stack. */
    private void call(int n) {
        int key = n % KEYS;
        runs = 0;
        own = null;
        long start = 0;
        try {
            start = System.nanoTime();
            write(n / KEYS % WRITERS, key);
            if (runs == 1) {
                writes++;
                least[key] = source[key];
            } else {
                lost++;
            }
        } catch (StackOverflowError end) {
            if (runs != 0 && own != end) {
                lost++;
            }
        }
        calls = n + 1;
        try {
            longestNanos = Math.max(longestNanos, start == 0 ? 0 : System.nanoTime() - start);
            int other = (n + 7) % KEYS;
            String found = find(other);
            if (Integer.parseInt(found) < least[other]) {
                stale++;
            }
        } catch (StackOverflowError end) {
            own = end;
        }
    }

    private void write(int writer, int key) {
        switch (writer) {
            case 0 -> change(key);
            case 1 -> changeResult(key);
            case 2 -> put(key);
            default -> changeAndEvict(key);
        }
    }

    /** The one writer whose own code runs between the write and the eviction: an overflow of an eviction is seen by it. */
    private void changeAndEvict(int key) {
        String text = "k:" + key;
        source[key]++;
        CACHE.evict(text);
        runs++;
    }

    private static final class Other {
        @Cached(key = "other", ttl = 300)
        String first() {
            return "first";
        }
    }

    private void readAll() {
        while (!isOver) {
            read(Math.floorMod(calls - 1, KEYS));
        }
    }

    private synchronized void read(int key) {
        int wanted = calls < 0 ? 0 : least[key];
        long start = System.nanoTime();
        int found = Integer.parseInt(find(key));
        longestOfReader = Math.max(longestOfReader, System.nanoTime() - start);
        if (found < wanted) {
            staleToReader++;
        }
    }
}
