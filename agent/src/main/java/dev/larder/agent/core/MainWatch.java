package dev.larder.agent.core;

/**
 * Sees when the application's {@code main} runs.
 *
 * <p>Until then the JVM's launcher still has things to do that the application may want to influence, and what the
 * agent's libraries touch (the log manager, sockets) would be fixed too early. The JVM calls {@code main} from native
 * code, so the main thread's outermost frame tells: first it is one of the instrumentation's or the launcher's, then
 * there is none for a moment, then it is the application's.
 */
final class MainWatch {

    private final Thread main;

    /** @param main the thread {@code premain} was called on */
    MainWatch(Thread main) {
        this.main = main;
    }

    boolean isRunning() {
        if (!main.isAlive()) {
            return true;
        }
        StackTraceElement[] frames = main.getStackTrace();
        return frames.length > 0 && !isLaunching(frames[frames.length - 1].getClassName());
    }

    private static boolean isLaunching(String outermost) {
        return outermost.startsWith("sun.launcher.") || outermost.startsWith("sun.instrument.");
    }
}
