package dev.larder.agent.core.wait;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the commands that calls with very many of them have on their way: a connection takes a bounded number from all callers
 * together, and refuses more.
 *
 * <p><b>Threads.</b> Thread-safe. No turn is held while code of the application runs.
 */
public final class BulkTurns {

    /** How many commands of one call are on their way at most, whatever it has to ask: the next ones follow the answers. */
    static final int COMMANDS_AT_ONCE = 1_000;

    /** Calls with fewer take no turn. */
    private static final int FEW = 100;

    /** Of the four thousand that a connection takes. */
    private static final int ALL = 3 * COMMANDS_AT_ONCE;

    private final Semaphore commands = new Semaphore(ALL, true);

    public BulkTurns() {}

    /**
     * Waits for a turn, at the expense of {@code budget}. Without one, the call goes on and may be refused.
     *
     * @param count how many commands there are
     * @return what {@link #end} needs
     */
    public int begin(int count, Budget budget) {
        int wanted = Math.min(count, COMMANDS_AT_ONCE);
        if (wanted < FEW) {
            return 0;
        }
        long left = budget.startWaiting();
        try {
            return commands.tryAcquire(wanted, Math.max(left, 0), TimeUnit.NANOSECONDS) ? wanted : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it stops waiting
            return 0;
        } finally {
            budget.stopWaiting();
        }
    }

    public void end(int begun) {
        commands.release(begun);
    }
}
