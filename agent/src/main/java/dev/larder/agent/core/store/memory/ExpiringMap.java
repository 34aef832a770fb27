package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.agent.core.base.Ticker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is in force under each key.
 *
 * <p>What is over is as good as not there: nobody finds it. It goes when it is replaced, and in the {@link Sweep} that those
 * carry on who find or put something; so it goes only while there is traffic.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock. Who puts something has read it before, since reading it takes
 * a good part of what a change takes.
 *
 * <p><b>Threads.</b> Thread-safe, without a thread of its own: upkeep runs on callers' threads. Changes of one key exclude
 * each other.
 *
 * <p><b>Why</b> Caffeine is not told the deadlines: with one for each entry, every hit would be worked off in a wheel of
 * timers; see RATIONALE.
 */
final class ExpiringMap<D extends Deadlined> {

    private final ConcurrentMap<String, D> map;
    private final Sweep<D> sweep;
    private final Ticker ticker;

    private ExpiringMap(ConcurrentMap<String, D> map, Ticker ticker) {
        this.map = map;
        this.sweep = new Sweep<>(map, ticker.nanoTime());
        this.ticker = ticker;
    }

    /** Of too many the least useful go. */
    static <D extends Deadlined> ExpiringMap<D> bounded(long maxSize, Ticker ticker) {
        Caffeine<Object, Object> builder = Caffeine.newBuilder()
                .maximumSize(maxSize)
                .executor(Runnable::run); // the default is the common pool, which is the application's
        return new ExpiringMap<>(builder.<String, D>build().asMap(), ticker);
    }

    /** For what is taken out by who put it there, or is soon over. */
    static <D extends Deadlined> ExpiringMap<D> unbounded(Ticker ticker) {
        return new ExpiringMap<>(new ConcurrentHashMap<>(), ticker);
    }

    @Nullable
    D get(String key) {
        D found = map.get(key);
        if (found == null) {
            return null;
        }
        long nowNanos = ticker.nanoTime();
        sweep.goOn(nowNanos);
        return found.isOver(nowNanos) ? null : found;
    }

    void put(String key, D given, long nowNanos) {
        sweep.goOn(nowNanos);
        map.put(key, given);
    }

    /**
     * Puts what {@code step} makes of what is in force under the key in its place.
     *
     * @param step takes null for nothing, and returns null for nothing. Runs once, under the key's lock; it may change
     *     other maps, but not this one
     */
    void change(String key, long nowNanos, BiFunction<String, @Nullable D, @Nullable D> step) {
        sweep.goOn(nowNanos);
        map.compute(key, (k, there) -> step.apply(k, there == null || there.isOver(nowNanos) ? null : there));
    }

    /** As {@link #change} where something is in force; else there is nothing to do. Says whether there is something then. */
    boolean changeIfPresent(String key, long nowNanos, BiFunction<String, D, @Nullable D> step) {
        return map.computeIfPresent(key, (k, there) -> there.isOver(nowNanos) ? null : step.apply(k, there)) != null;
    }

    /** Says whether there was anything in force. */
    boolean remove(String key) {
        D removed = map.remove(key);
        return removed != null && !removed.isOver(ticker.nanoTime());
    }

    /** Takes out {@code unwanted}, if that is what is there. */
    void remove(String key, D unwanted) {
        map.remove(key, unwanted);
    }

    /** All keys, perhaps some with nothing in force. */
    Set<String> keys() {
        return map.keySet();
    }

    /** As many as there are keys. */
    long count() {
        return map.size();
    }
}
