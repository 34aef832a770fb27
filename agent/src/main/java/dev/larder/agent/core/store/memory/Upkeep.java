package dev.larder.agent.core.store.memory;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Does what Caffeine has to do after reads and writes: it keeps the order of usefulness and the bound.
 *
 * <p>After reads it is done in the background: on a caller's thread it would take as long as the hit. After a put the
 * putting thread does it, as with a hand-written cache. To wake the background thread takes a system call for each put,
 * which costs more than the upkeep, and the two threads would then wait for each other's lock.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Upkeep implements Executor {

    private final Executor background;

    /**
     * The thread that is putting. Not published: a thread that does not see itself here, since another one puts at the
     * same time, leaves its upkeep to the background.
     */
    private @Nullable Thread putting;

    Upkeep(Executor background) {
        this.background = background;
    }

    /** The calling thread is about to put; {@link #endPut} follows, whatever comes of it. */
    void beginPut() {
        putting = Thread.currentThread();
    }

    void endPut() {
        putting = null;
    }

    /** Also on this thread if the background cannot start a thread. */
    @Override
    public void execute(Runnable task) {
        if (putting == Thread.currentThread()) {
            task.run();
            return;
        }
        try {
            background.execute(task);
        } catch (RuntimeException | OutOfMemoryError e) {
            task.run();
        }
    }
}
