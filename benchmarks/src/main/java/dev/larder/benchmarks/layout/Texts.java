package dev.larder.benchmarks.layout;

import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.Mode;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Runs in a JVM with the agent: writes entries of all sizes, and as often as asked over living ones. */
final class Texts {

    static final int[] SIZES = {50, 150, 1_000};

    /** So many entries of each size. */
    static final int ENTRIES = 200;

    /** Argument: how often to write each entry. */
    public static void main(String[] arguments) {
        Texts texts = new Texts();
        texts.read(0, 0);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(Larder::mode, Mode.REDIS::equals);
        for (int times = 0; times < Integer.parseInt(arguments[0]); times++) {
            for (int size : SIZES) {
                for (int id = 0; id < ENTRIES; id++) {
                    texts.write(size, id);
                }
            }
        }
        System.exit(0);
    }

    @Cached(key = "text:{size}:{id}", ttl = 3_600)
    String read(int size, int id) {
        return text(size, id);
    }

    @CachePut(key = "text:{size}:{id}", ttl = 3_600)
    String write(int size, int id) {
        return text(size, id);
    }

    private static String text(int size, int id) {
        return Integer.toString(id).repeat(size).substring(0, size);
    }
}
