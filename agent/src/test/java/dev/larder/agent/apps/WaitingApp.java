package dev.larder.agent.apps;

import dev.larder.Cached;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Callers that wait for each other; prints what came of it, a number a line. */
public final class WaitingApp {

    private static final int CALLERS = 200;
    private static final Set<Integer> LOADED = ConcurrentHashMap.newKeySet();

    private final AtomicInteger runs = new AtomicInteger();

    private WaitingApp() {}

    public static void main(String[] arguments) throws Exception {
        WaitingApp app = new WaitingApp();
        switch (arguments[0]) {
            case "stampede" -> app.stampede();
            case "monitor" -> app.monitor();
            case "overflow" -> app.overflow();
            default -> app.crowd();
        }
        System.exit(0); // the pools' threads have no end of their own
    }

    @Cached(key = "report:{number}", ttl = 300)
    String report(int number, long bodyMillis) throws InterruptedException {
        runs.incrementAndGet();
        LOADED.add(number);
        TimeUnit.MILLISECONDS.sleep(bodyMillis);
        return "report " + number;
    }

    @Cached(key = "locked:{number}", ttl = 300)
    synchronized String locked(int number) {
        return "locked " + number;
    }

    @Cached(key = "lockedClass:{number}", ttl = 300)
    static synchronized String lockedClass(int number) {
        return "locked " + number;
    }

    @Cached(key = "deep:{number}", ttl = 300)
    String deep(int number, int depth) {
        runs.incrementAndGet();
        return depth < 0 ? "deep " + number : deep((number + 1) % 50, depth + 1) + deep(number, depth + 1);
    }

    /** How often the body ran for many callers at once; before the line that the test writes, and after it. */
    private void stampede() throws Exception {
        RedisMode.await();
        report(0, 0);
        System.out.println(runsOfCallersAtOnce(1));
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        System.out.println(runsOfCallersAtOnce(2));
    }

    private int runsOfCallersAtOnce(int number) throws Exception {
        int before = runs.get();
        CyclicBarrier allThere = new CyclicBarrier(CALLERS);
        all(Executors.newFixedThreadPool(CALLERS), CALLERS, caller -> {
            allThere.await();
            return report(number, 500);
        });
        return runs.get() - before;
    }

    /** How many milliseconds the holder of a monitor takes to call a method that needs it, which another one is loading. */
    private void monitor() throws Exception {
        timesOfHolder(this, this::locked);
        timesOfHolder(WaitingApp.class, WaitingApp::lockedClass);
    }

    private static void timesOfHolder(Object monitor, IntFunction<String> method) throws Exception {
        method.apply(0);
        for (int number = 1; number <= 5; number++) {
            int current = number;
            long tookNanos;
            synchronized (monitor) {
                Thread leader = new Thread(() -> method.apply(current));
                leader.start();
                Awaiting.until(() -> leader.getState() == Thread.State.BLOCKED);
                long startNanos = System.nanoTime();
                method.apply(current);
                tookNanos = System.nanoTime() - startNanos;
            }
            System.out.println(TimeUnit.NANOSECONDS.toMillis(tookNanos));
        }
    }

    /** How often the stack overflowed, and how many milliseconds the longest call of the same keys took then. */
    private void overflow() {
        int overflows = 0;
        for (int i = 0; i < 300; i++) {
            try {
                deep(i % 50, 0);
            } catch (StackOverflowError expected) {
                overflows++;
            }
        }
        System.out.println(overflows);
        long longestNanos = 0;
        for (int number = 0; number < 50; number++) {
            long startNanos = System.nanoTime();
            deep(number, -1);
            longestNanos = Math.max(longestNanos, System.nanoTime() - startNanos);
        }
        System.out.println(TimeUnit.NANOSECONDS.toMillis(longestNanos));
    }

    /**
     * Of 5,000 callers of 500 keys that come at once in a JVM that has called nothing before: how many keys were loaded and
     * how often the body ran, and how often it ran for as many callers of the same keys again.
     */
    private void crowd() throws Exception {
        RedisMode.await();
        callAll();
        System.out.println(LOADED.size());
        System.out.println(runs.getAndSet(0));
        callAll();
        System.out.println(runs.get());
    }

    private void callAll() throws Exception {
        all(virtualThreads(), 5_000, caller -> report(caller % 500, 100));
    }

    /** Where there are none, as many threads as a large server has. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return Runtime.version().feature() < 21
                ? Executors.newFixedThreadPool(200)
                : (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
    }

    private static void all(ExecutorService threads, int count, Call call) throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int caller = i;
            Callable<String> task = () -> call.of(caller);
            answers.add(threads.submit(task));
        }
        for (Future<String> answer : answers) {
            if (!answer.get(60, TimeUnit.SECONDS).startsWith("report ")) {
                throw new IllegalStateException(answer.get());
            }
        }
        threads.shutdown();
    }

    /** One caller's. */
    @FunctionalInterface
    private interface Call {
        String of(int caller) throws Exception;
    }
}
