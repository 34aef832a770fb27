package dev.larder.agent.core.base;

/** A monotonic clock, in nanoseconds from an arbitrary origin. The only reader of {@code System.nanoTime}. */
@FunctionalInterface
public interface Ticker {

    long nanoTime();

    static Ticker system() {
        return System::nanoTime;
    }
}
