package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Many virtual threads that call cached methods at the same time, on as few carriers as the test gives them. One more counts, and so
 * shows that the program goes on.
 *
 * <p>For each line on its standard input, {@code <what> <threads>}, it makes the calls and prints {@code <milliseconds> <runs of the
 * body> <longest time without progress, in milliseconds> <calls that were wrong>}; for {@code pinned} how often code of the agent held a
 * carrier while it waited.
 */
public final class VirtualThreadsApp {

    private static final long BODY_MILLIS = 200;
    private static final int HITS = 20;

    private final Shop shop = new Shop();
    private final AtomicInteger wrong = new AtomicInteger();

    private VirtualThreadsApp() {}

    static class Shop {

        final AtomicInteger runs = new AtomicInteger();

        @Cached(key = "one:{id}", ttl = 600)
        public String find(int id) {
            return slowly(id);
        }

        @Cached(key = "memory:{id}", ttl = 600)
        public synchronized String findInTurn(int id) {
            runs.incrementAndGet();
            return "item " + id;
        }

        @Cached(key = "stale:{id}", ttl = 1, staleTtl = 600_000, unit = TimeUnit.MILLISECONDS)
        public String refreshed(int id) {
            return slowly(id);
        }

        @CacheEvict(key = "one:{id}")
        public void evict(int id) {}

        private String slowly(int id) {
            runs.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BODY_MILLIS));
            return "item " + id;
        }
    }

    /** @param arguments whether to wait for Redis */
    public static void main(String[] arguments) throws Exception {
        VirtualThreadsApp app = new VirtualThreadsApp();
        try (Recording recording = new Recording();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ofMillis(1))
                    .withStackTrace();
            recording.start();
            if (arguments[0].equals("REDIS")) {
                app.shop.evict(-1);
                RedisMode.await();
            }
            for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
                String[] words = line.split(" ");
                System.out.println(words[0].equals("pinned") ? pinned(recording) : app.run(words));
            }
        }
        System.exit(0); // whatever still runs
    }

    private String run(String... words) throws Exception {
        int round = Integer.parseInt(words[2]);
        return switch (words[0]) {
            case "cold" -> run(words, i -> check(shop.find(round), round));
            case "each" -> run(words, i -> check(shop.find(1_000 * round + i), 1_000 * round + i));
            case "turn" -> run(words, i -> check(shop.findInTurn(round + i % 3), round + i % 3));
            case "hot" ->
                run(words, i -> {
                    for (int hit = 0; hit < HITS; hit++) {
                        check(shop.find(round), round);
                    }
                });
            case "refresh" -> run(words, i -> check(shop.refreshed(i % 20), i % 20));
            case "evict" -> run(words, shop::evict);
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private void check(String found, int id) {
        if (!found.equals("item " + id)) {
            wrong.incrementAndGet();
        }
    }

    private String run(String[] words, IntConsumer call) throws Exception {
        int runs = shop.runs.get();
        int mistakes = wrong.get();
        Progress progress = new Progress();
        Thread counting = virtual(progress);
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            int number = i;
            threads.add(virtual(() -> call.accept(number)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        progress.over = true;
        counting.join();
        return millis + " " + (shop.runs.get() - runs) + " " + progress.longestMillis + " " + (wrong.get() - mistakes);
    }

    private static Thread virtual(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    /** Wakes up every millisecond, if there is a carrier for it. */
    private static final class Progress implements Runnable {

        /** Published to the one that counts. */
        volatile boolean over;

        /** Published at its end. */
        long longestMillis;

        @Override
        public void run() {
            for (long last = System.nanoTime(); !over; last = note(last)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }

        private long note(long last) {
            long now = System.nanoTime();
            longestMillis = Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(now - last));
            return now;
        }
    }

    private static String pinned(Recording recording) throws Exception {
        Path file = Files.createTempFile("pinned", ".jfr");
        try {
            recording.dump(file);
            List<RecordedEvent> found = RecordingFile.readAllEvents(file).stream()
                    .filter(VirtualThreadsApp::isOfTheAgent)
                    .toList();
            return found.size() + " " + found.toString().replaceAll("\\s+", " ");
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isOfTheAgent(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        return stack != null
                && stack.getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("dev.larder.agent.core."));
    }
}
