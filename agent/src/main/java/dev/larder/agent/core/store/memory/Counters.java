package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Inspection;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by key, apart from the entries.
 *
 * <p><b>Shape.</b> Bounded: drops the least useful counters above the bound; these start at 0 again.
 *
 * <p><b>Threads.</b> Thread-safe; an increment is one step under the key's lock.
 */
final class Counters extends ExpiringMap<Counters.Counter> {

    Counters(long maxCounters, Executor upkeep, Ticker ticker) {
        super(Room.forValues(maxCounters), upkeep, ticker);
    }

    long increment(String key, long by, long ttlMillis) {
        long now = ticker.nanoTime();
        Incrementing incrementing = new Incrementing(by, Deadlined.after(ttlMillis, now));
        change(key, now, incrementing);
        return incrementing.number;
    }

    boolean expire(String key, long ttlMillis) {
        long now = ticker.nanoTime();
        long deadlineNanos = Deadlined.after(ttlMillis, now);
        return changeIfPresent(key, now, (k, counter) -> new Counter(counter.number, deadlineNanos));
    }

    Inspection inspect(String key) {
        Counter counter = get(key);
        return counter == null
                ? Inspection.NOTHING
                : Inspection.ofCounter(Deadlined.remainingMillis(counter.deadlineNanos, ticker.nanoTime()));
    }

    /** A number and its end. */
    static final class Counter extends Deadlined {

        private final long number;
        private final long deadlineNanos;

        Counter(long number, long deadlineNanos) {
            this.number = number;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        boolean isOver(long nowNanos) {
            return nowNanos - deadlineNanos >= 0;
        }
    }

    /** The next number, under the key's lock. */
    private static final class Incrementing implements BiFunction<String, @Nullable Counter, Counter> {

        private final long by;
        private final long firstDeadlineNanos;
        private long number;

        Incrementing(long by, long firstDeadlineNanos) {
            this.by = by;
            this.firstDeadlineNanos = firstDeadlineNanos;
        }

        @Override
        public Counter apply(String key, @Nullable Counter current) {
            number = current == null ? by : Math.addExact(current.number, by);
            return new Counter(number, current == null ? firstDeadlineNanos : current.deadlineNanos);
        }
    }
}
