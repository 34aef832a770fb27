package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that runs something when a store looks at it, which it does before each command. It stands still meanwhile. */
final class Steps implements Ticker {

    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);
    private final AtomicLong stoodStill = new AtomicLong();
    private Runnable action = () -> {};
    private int left;

    Budget budget() {
        return new Budget(this, PagesOfRows.PATIENCE);
    }

    /** As if the thread had waited for so long. */
    void advance(Duration time) {
        stoodStill.addAndGet(-time.toNanos());
    }

    synchronized void atEach(Runnable each) {
        left = -1;
        action = each;
    }

    synchronized void at(int look, Runnable once) {
        left = look;
        action = once;
    }

    private synchronized Runnable due() {
        if (left == 0 || (left > 0 && --left > 0)) {
            return () -> {};
        }
        return action;
    }

    @Override
    public long nanoTime() {
        boolean isClients = Thread.currentThread().getName().startsWith("larder-");
        if (!busy.get() && !isClients) {
            busy.set(true);
            long start = System.nanoTime();
            try {
                due().run();
            } finally {
                busy.set(false);
                stoodStill.addAndGet(System.nanoTime() - start);
            }
        }
        return System.nanoTime() - stoodStill.get();
    }
}
