package dev.larder.agent.core.engine.refresh;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads that refreshes run on, and what keeps their turns meanwhile.
 *
 * <p>Nothing queues up: where all threads are in bodies, a refresh does not begin, and a later hit tries again. So bodies that hang
 * cost refreshes, and no caller.
 *
 * <p><b>Threads.</b> Thread-safe. Threads are started when they are needed, and end some seconds after their last use.
 */
public final class RefreshThreads {

    /** In all: they are as many more users of a database as its pool has to bear. */
    static final int MOST = 16;

    /** Of one method, so that its bodies, if they hang, leave threads to the others. */
    static final int MOST_OF_A_METHOD = 8;

    /** How long a turn is kept for a body. One that takes longer has probably hung, and another process may try. */
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), AgentThreads.named("refresh"));
    private final LaterThreads later;
    private final Supplier<Budget> budgets;

    /** @param later keep the turns */
    public RefreshThreads(LaterThreads later, Supplier<Budget> budgets) {
        this.later = later;
        this.budgets = budgets;
    }

    /** Returns whether there is a thread for it. */
    boolean isStarted(Runnable refresh) {
        try {
            threads.execute(refresh);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            return false;
        }
    }

    Budget newBudget() {
        return budgets.get();
    }

    /** Keeps {@code turn} until it is told to stop. */
    Keeping keep(Turn turn) {
        Keeping keeping = new Keeping(turn);
        keeping.arm();
        return keeping;
    }

    /** Any failure lets the turn end by itself: another process may then refresh at the same time. */
    final class Keeping {

        private static final int TIMES_IN_A_TURN = 4;

        private final Turn turn;
        private long leftNanos = LONGEST_NANOS;

        /** Published by the thread that refreshes. */
        private volatile boolean isOver;

        private Keeping(Turn turn) {
            this.turn = turn;
        }

        private void arm() {
            long nanos = Turn.LASTING.toNanos() / TIMES_IN_A_TURN;
            leftNanos -= nanos;
            try {
                Future<?> unused = later.after(nanos, () -> later.ask(null, this::keep));
            } catch (RuntimeException | OutOfMemoryError noThread) {
                isOver = true;
            }
        }

        private void keep() {
            try {
                if (!isOver && leftNanos > 0 && turn.keep(budgets.get())) {
                    arm();
                }
            } catch (StoreException unanswered) {
                arm();
            }
        }

        void stop() {
            isOver = true;
        }
    }
}
