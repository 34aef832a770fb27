package dev.larder.agent.apps;

import dev.larder.Larder;
import dev.larder.LarderCache;
import java.time.Duration;

/**
 * Evicts one key as soon as a value was stored, and is done. That is after the first attempt to connect, and soon after
 * it. The argument, if any, is for how many milliseconds it tries to store a value.
 */
public final class EvictingJob {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private EvictingJob() {}

    public static void main(String[] arguments) {
        LarderCache<String> texts = Larder.cache(String.class);
        Duration patience = arguments.length == 0 ? PATIENCE : Duration.ofMillis(Long.parseLong(arguments[0]));
        long deadline = System.nanoTime() + patience.toNanos();
        while (texts.get("own") == null && System.nanoTime() - deadline < 0) {
            texts.put("own", "v");
        }
        texts.evict("k");
        System.out.println("done");
    }
}
