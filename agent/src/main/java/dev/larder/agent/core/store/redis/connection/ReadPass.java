package dev.larder.agent.core.store.redis.connection;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Follows an I/O thread until it has read all answers that had arrived when the pass began.
 *
 * <p>The thread selects its sockets, reads those that are ready, runs its tasks, and begins again. A task that is
 * submitted while tasks run is run in the same turn. A task that is scheduled with no delay runs only after the next
 * select. So the first step only gets onto the thread, and each further step comes after one select.
 *
 * <p><b>Threads.</b> Runs on the I/O thread.
 */
final class ReadPass implements Runnable {

    /** Two, since the thread may not read all of a long answer the first time. */
    private static final int LOOKS = 2;

    private final EventLoop thread;
    private final AtomicReference<@Nullable ReadPass> next;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private int looks;

    private ReadPass(EventLoop thread, AtomicReference<@Nullable ReadPass> next) {
        this.thread = thread;
        this.next = next;
    }

    /**
     * Done at once if the thread has ended.
     *
     * @param next the pass that has not begun yet, and serves all callers that come until it does. There may be
     *     thousands of them just when the thread is late, and a pass for each would keep it busy
     */
    static CompletionStage<Boolean> shared(AtomicReference<@Nullable ReadPass> next, EventLoop thread) {
        ReadPass own = new ReadPass(thread, next);
        ReadPass waiting = next.compareAndExchange(null, own);
        if (waiting != null) {
            return waiting.done;
        }
        try {
            thread.execute(own);
        } catch (RejectedExecutionException ended) {
            own.begin();
            own.done.complete(false);
        }
        return own.done;
    }

    private void begin() {
        next.compareAndSet(this, null);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is this that runs, and it says so itself
    public void run() {
        begin();
        if (looks == LOOKS) {
            done.complete(true);
            return;
        }
        looks++;
        try {
            thread.schedule(this, 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ending) {
            done.complete(false);
        }
    }
}
