package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings of writes whose callers do not wait for them.
 *
 * @param maxEntries how many writes may wait; when it is reached, callers run the method's body themselves
 * @param maxBytes how much memory their arguments may take, with the same effect
 * @param threads how many of them run at the same time
 * @param longestWait how long a call that must come after writes waits for them
 * @param giveUpAfter how long a write that fails is tried again
 * @param drain how long the end of the process waits for all of them
 */
public record WriteBehindConfig(
        int maxEntries, long maxBytes, int threads, Duration longestWait, Duration giveUpAfter, Duration drain) {

    public static final long DEFAULT_MAX_ENTRIES = 10_000;
    public static final HeapShare DEFAULT_MAX_BYTES = HeapShare.ofPercent(5);
    public static final long DEFAULT_THREADS = 4;
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofMinutes(5);
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

    public static WriteBehindConfig defaults() {
        return new WriteBehindConfig(
                (int) DEFAULT_MAX_ENTRIES,
                DEFAULT_MAX_BYTES.of(Runtime.getRuntime().maxMemory()),
                (int) DEFAULT_THREADS,
                DEFAULT_WAIT,
                DEFAULT_GIVE_UP_AFTER,
                DEFAULT_DRAIN);
    }
}
