package dev.larder.agent.apps;

import dev.larder.Cached;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Reads commands from stdin, a line each, carries them out on its main thread and answers each with a line on stdout.
 */
public final class ObedientApp {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static int nextKey;

    private ObedientApp() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            System.out.println(answer(line.split(" ")));
        }
    }

    private static String answer(String... command) throws Exception {
        return switch (command[0]) {
            case "check" -> check(number(command[1]), number(command[2]));
            case "time" -> time(number(command[1]));
            case "storm" -> storm(number(command[1]), number(command[2]));
            case "read" -> read(command[1]);
            case "fares" -> fares(number(command[1]), number(command[2]));
            case "view" -> String.join("; ", ClassView.of(Fares.class));
            case "retransformed" -> String.join(" ", TransformCounter.transformedAgain());
            case "distrust" -> WatchedLoader.install();
            case "loaded" -> WatchedLoader.calls();
            default -> throw new IOException("Unknown command " + command[0]);
        };
    }

    /** Calls for the keys from {@code first} to {@code last} and says whether every result was right. */
    private static String check(int first, int last) {
        for (int i = first; i <= last; i++) {
            if (!Squares.of(i).equals("square " + (long) i * i)) {
                return "wrong: " + Squares.of(i);
            }
        }
        return "right";
    }

    /** For each of the keys two calls, an eviction and a call; says how often the method's own code ran. */
    private static String fares(int first, int keys) {
        Fares fares = new Fares();
        int before = Fares.runs;
        for (int id = first; id < first + keys; id++) {
            List<String> miss = fares.find(id);
            List<String> hit = fares.find(id);
            fares.drop(id);
            List<String> again = fares.find(id);
            if (!List.of(miss, hit, again).equals(Collections.nCopies(3, List.of(id + " EUR", "from-to")))) {
                return "wrong: " + miss + hit + again;
            }
        }
        return Fares.runs - before + (fares.compareTo(fares) == 0 ? " runs" : " wrong");
    }

    /** Makes calls, each for a new key, and says how many milliseconds each took. */
    private static String time(int calls) {
        StringJoiner millis = new StringJoiner(" ");
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            Squares.of(--nextKey);
            millis.add(String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        }
        return millis.toString();
    }

    /** Makes calls of all kinds from many threads and says how many. */
    private static String storm(int threads, int callsEach) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        for (int thread = 0; thread < threads; thread++) {
            workers.execute(() -> {
                for (int i = 0; i < callsEach / 2; i++) {
                    Squares.of(i % 1_000);
                    Squares.ofEven(i % 1_000);
                }
            });
        }
        workers.shutdown();
        if (!workers.awaitTermination(60, TimeUnit.SECONDS)) {
            workers.shutdownNow();
            return "too slow";
        }
        return String.valueOf((long) threads * (callsEach / 2) * 2);
    }

    private static String read(String attribute) throws JMException {
        try {
            return String.valueOf(SERVER.getAttribute(new ObjectName("dev.larder:type=Cache"), attribute));
        } catch (InstanceNotFoundException e) {
            return "nothing";
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    /** The business code. Loaded, and so woven, when the first command needs it. */
    private static final class Squares {

        @Cached(key = "square:{i}", ttl = 300)
        static String of(int i) {
            return "square " + (long) i * i;
        }

        @Cached(key = "even:{i}", ttl = 300, when = "isEven")
        static String ofEven(int i) {
            return "square " + (long) i * i;
        }

        static boolean isEven(int i) {
            return i % 2 == 0;
        }
    }
}
