package dev.larder.agent.apps;

import dev.larder.Cached;
import dev.larder.Larder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes as many hits as each line of its input says, and prints how many nanoseconds of CPU time one of them took: of the
 * thread that calls, and of the agent's own.
 */
public final class HitCostsApp {

    private static final int KEYS = 16;
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private HitCostsApp() {}

    public static void main(String[] arguments) throws Exception {
        String mode = arguments[0];
        Awaiting.until(
                () -> Words.of(-1).equals("word -1") && Larder.mode().name().equals(mode));
        hits(KEYS);
        int misses = RUNS.get();
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int count = Integer.parseInt(line);
            Map<Long, Long> agents = agentsNanos();
            long own = THREADS.getCurrentThreadCpuTime();
            hits(count);
            long took = THREADS.getCurrentThreadCpuTime() - own + since(agents);
            System.out.println(RUNS.get() == misses ? (double) took / count : "missed");
        }
    }

    private static void hits(int count) {
        for (int i = 0; i < count; i++) {
            if (Words.of(i % KEYS).length() < 6) {
                throw new AssertionError("Not a word");
            }
        }
    }

    /** By the thread's id. One that has ended has no time any more. */
    private static Map<Long, Long> agentsNanos() {
        Map<Long, Long> nanos = new HashMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("larder-")) {
                nanos.put(thread.getThreadId(), THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }

    private static long since(Map<Long, Long> before) {
        return agentsNanos().entrySet().stream()
                .mapToLong(thread -> Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L)))
                .sum();
    }

    /** Nothing that OpenTelemetry knows. */
    private static final class Words {

        @Cached(key = "word:{number}", ttl = 3_600)
        static String of(int number) {
            RUNS.incrementAndGet();
            return "word " + number;
        }
    }
}
