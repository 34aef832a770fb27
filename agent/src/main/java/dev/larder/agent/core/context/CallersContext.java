package dev.larder.agent.core.context;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one caller's thread knew at one moment.
 *
 * <p><b>Threads.</b> Immutable; what the libraries keep in it is theirs to share between threads.
 */
public final class CallersContext {

    private final @Nullable ClassLoader loader;
    private final List<Captured> captured;

    CallersContext(@Nullable ClassLoader loader, List<Captured> captured) {
        this.loader = loader;
        this.captured = List.copyOf(captured);
    }

    record Captured(Carrier carrier, @Nullable Object content) {}

    private record Entered(Carrier carrier, @Nullable Object state) {}

    /** Work of the application. */
    @FunctionalInterface
    public interface Work {
        @Nullable
        Object run() throws Throwable;
    }

    /** Runs {@code work} on the calling thread, which then has what it had before, and is not interrupted. */
    public @Nullable Object run(Work work) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Deque<Entered> entered = new ArrayDeque<>();
        thread.setContextClassLoader(loader);
        try {
            enter(entered);
            return work.run();
        } finally {
            leave(entered);
            thread.setContextClassLoader(before);
            Thread.interrupted(); // of the work
        }
    }

    private void enter(Deque<Entered> entered) {
        for (Captured each : captured) {
            try {
                entered.push(new Entered(each.carrier, each.carrier.enter(each.content)));
            } catch (Exception | LinkageError refused) {
                // The work runs without it.
            }
        }
    }

    private static void leave(Deque<Entered> entered) {
        for (Entered each : entered) {
            try {
                each.carrier.leave(each.state);
            } catch (Exception | LinkageError refused) {
                // The next work on this thread sets its own.
            }
        }
    }
}
