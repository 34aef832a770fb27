package dev.larder.agent.core;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Detects when the application's {@code main} runs.
 *
 * <p>Before that, the agent's libraries would fix choices of the application (the log manager, sockets) too early. The
 * JVM calls {@code main} from native code, so the main thread's outermost frame shows it: first the frame belongs to
 * the instrumentation or the launcher, then there is none for a moment, then it is the application's.
 *
 * <p>Not every launcher is the JDK's. JavaFX runs the application below a frame of {@code sun.launcher}; a JVM that
 * native code made (a service wrapper, a Python process) may have no frame on that thread for most of the time. So
 * there are two more signs: the first call of an annotated method, which only the application makes, and time: {@link
 * #LIMIT} after the last agent's {@code premain}, no JDK launcher is still at work.
 *
 * <p><b>Threads.</b> Thread-safe; one thread waits.
 */
final class MainWatch {

    /** How long to wait for the application's main, not counting other agents' {@code premain}. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final long FIRST_POLL_MILLIS = 5;
    private static final long LAST_POLL_MILLIS = 100;

    private final Supplier<Frames> frames;
    private final Ticker ticker;
    private final CountDownLatch called = new CountDownLatch(1);

    /** @param main the thread {@code premain} was called on */
    MainWatch(Thread main) {
        this(() -> Frames.of(main), Ticker.system());
    }

    MainWatch(Supplier<Frames> frames, Ticker ticker) {
        this.frames = frames;
        this.ticker = ticker;
    }

    /** The application calls a method with annotations. */
    void noticeCall() {
        called.countDown();
    }

    /** Whether main runs now, by the main thread's frames alone. */
    boolean isRunning() {
        return frames.get() == Frames.APPLICATION;
    }

    /** Returns when the application runs, as far as can be seen. */
    void awaitRunning() throws InterruptedException {
        long sinceNanos = ticker.nanoTime();
        long pollMillis = FIRST_POLL_MILLIS;
        for (Frames seen = frames.get(); seen != Frames.APPLICATION; seen = frames.get()) {
            if (seen == Frames.PREMAIN) {
                sinceNanos = ticker.nanoTime();
            }
            boolean isLate = ticker.nanoTime() - sinceNanos >= LIMIT.toNanos();
            if (isLate || called.await(pollMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
            pollMillis = Math.min(LAST_POLL_MILLIS, pollMillis + 1);
        }
    }

    /** The owner of the main thread's outermost frame. */
    enum Frames {
        PREMAIN,
        LAUNCHER,
        APPLICATION;

        static Frames of(Thread main) {
            if (!main.isAlive()) {
                return APPLICATION;
            }
            StackTraceElement[] stack = main.getStackTrace();
            return stack.length == 0 ? LAUNCHER : of(stack[stack.length - 1].getClassName());
        }

        private static Frames of(String outermost) {
            if (outermost.startsWith("sun.instrument.")) {
                return PREMAIN;
            }
            return outermost.startsWith("sun.launcher.") ? LAUNCHER : APPLICATION;
        }
    }
}
