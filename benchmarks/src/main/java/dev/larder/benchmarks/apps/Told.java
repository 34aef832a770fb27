package dev.larder.benchmarks.apps;

/**
 * What a program tells whoever started it.
 *
 * <p><b>Units and clock.</b> Moments are those of {@code System.nanoTime}, which the JVMs of one machine share where the
 * operating system's monotonic clock is behind it, as on Linux and macOS.
 */
public enum Told {
    /** The moment when {@code main} began. */
    MAIN,

    /** The moment when it could do its work. */
    READY,

    /** Live threads. */
    THREADS,

    /** Bytes in use after garbage collection. */
    HEAP;

    void tell(long value) {
        System.out.println(this + "=" + value);
    }

    /** Finds it in the {@code output} of a program. */
    public long in(String output) {
        return output.lines()
                .filter(line -> line.startsWith(this + "="))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Told nothing about " + this + ":\n" + output));
    }

    static void tellFootprint() {
        THREADS.tell(Thread.getAllStackTraces().size());
        HEAP.tell(usedHeap());
    }

    static long usedHeap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
