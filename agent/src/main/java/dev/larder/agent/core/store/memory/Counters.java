package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Inspection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by key, apart from the entries.
 *
 * <p><b>Shape.</b> Bounded: of too many counters the least used are forgotten, and begin at 0 again.
 *
 * <p><b>Threads.</b> Thread-safe; an increment is one {@code compute}.
 */
final class Counters {

    private final Cache<String, Counter> counters;
    private final Ticker ticker;

    Counters(long maxCounters, Ticker ticker) {
        this.counters = Deadlined.cache(maxCounters, ticker);
        this.ticker = ticker;
    }

    long increment(String key, long by, long ttlMillis) {
        long deadlineNanos = Deadlined.after(ttlMillis, ticker);
        return counters.asMap()
                .compute(key, (k, current) -> Counter.next(current, by, deadlineNanos))
                .number();
    }

    boolean expire(String key, long ttlMillis) {
        long deadlineNanos = Deadlined.after(ttlMillis, ticker);
        return counters.asMap().computeIfPresent(key, (k, counter) -> new Counter(counter.number(), deadlineNanos))
                != null;
    }

    boolean remove(String key) {
        return counters.asMap().remove(key) != null;
    }

    Set<String> keys() {
        return counters.asMap().keySet();
    }

    Inspection inspect(String key) {
        Counter counter = counters.policy().getIfPresentQuietly(key);
        return counter == null
                ? Inspection.NOTHING
                : Inspection.ofCounter(Deadlined.remainingMillis(counter.deadlineNanos(), ticker.nanoTime()));
    }

    /** A number and its end. */
    private record Counter(long number, long deadlineNanos) implements Deadlined {

        static Counter next(@Nullable Counter current, long by, long deadlineNanos) {
            return current == null
                    ? new Counter(by, deadlineNanos)
                    : new Counter(Math.addExact(current.number, by), current.deadlineNanos);
        }
    }
}
