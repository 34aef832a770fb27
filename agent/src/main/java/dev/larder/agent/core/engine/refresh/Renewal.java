package dev.larder.agent.core.engine.refresh;

import org.jspecify.annotations.Nullable;

/**
 * What a thread that calls a method ahead wants: that the entry which the call finds is refreshed, on this thread, if it would
 * end soon. Only the first entry that the call finds is meant, not those that the method's body asks for.
 *
 * <p><b>Threads.</b> Each thread has its own.
 */
public final class Renewal {

    private static final ThreadLocal<@Nullable Renewal> WANTED = new ThreadLocal<>();

    /** How many threads renew now. Published to hits, which read nothing else where nobody does; a field, so that they call nothing. */
    public static volatile int threads;

    private final long withinNanos;
    private boolean isOpen = true;

    private Renewal(long withinNanos) {
        this.withinNanos = withinNanos;
    }

    /** Something that can throw anything. */
    @FunctionalInterface
    public interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    /**
     * Runs {@code call}, one call of a cached method.
     *
     * @param withinNanos entries that end within this time are refreshed
     */
    public static @Nullable Object during(long withinNanos, Call call) throws Throwable {
        WANTED.set(new Renewal(withinNanos));
        count(1);
        try {
            return call.run();
        } finally {
            count(-1);
            WANTED.remove();
        }
    }

    private static synchronized void count(int more) {
        threads += more;
    }

    /** Whether the calling thread has not found its entry yet. */
    public static boolean isWanted() {
        Renewal wanted = WANTED.get();
        return wanted != null && wanted.isOpen;
    }

    /** The method's body is about to run: what it asks for is not meant. */
    public static void close() {
        Renewal wanted = WANTED.get();
        if (wanted != null) {
            wanted.isOpen = false;
        }
    }

    /** Whether the calling thread renews. */
    public static boolean isHere() {
        return WANTED.get() != null;
    }

    /** Whether an entry with so much of its time left is the one, and is to be refreshed; the next one is not. */
    static boolean takes(long leftNanos) {
        Renewal wanted = WANTED.get();
        if (wanted == null || !wanted.isOpen) {
            return false;
        }
        wanted.isOpen = false;
        return leftNanos < wanted.withinNanos;
    }
}
