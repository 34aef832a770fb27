package dev.larder.agent.core.config;

/**
 * An amount of memory: a number of bytes, or a percentage of the heap.
 *
 * @param bytes the number; 0 for a percentage
 * @param percent the percentage; 0 for a number
 */
public record HeapShare(long bytes, int percent) {

    /** The rest of the heap belongs to the application, whatever is configured. */
    public static final int MAX_PERCENT = 90;

    private static final int WHOLE = 100;

    public static HeapShare ofBytes(long bytes) {
        return new HeapShare(bytes, 0);
    }

    public static HeapShare ofPercent(int percent) {
        return new HeapShare(0, percent);
    }

    /** The number of bytes, in a JVM whose heap may become as large as {@code heapBytes}. */
    public long of(long heapBytes) {
        return percent == 0
                ? Math.min(bytes, heapBytes / WHOLE * MAX_PERCENT)
                : Math.max(heapBytes / WHOLE * percent, 1);
    }
}
