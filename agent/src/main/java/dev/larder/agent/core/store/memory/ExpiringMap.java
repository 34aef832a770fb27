package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.agent.core.base.Ticker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
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
 * <p><b>Threads.</b> Thread-safe. The sweep runs on callers' threads, a little at a time. Changes of one key exclude each
 * other.
 *
 * <p><b>Why</b> Caffeine is not told the deadlines: with one for each entry, every hit would be worked off in a wheel of
 * timers; see RATIONALE.
 */
final class ExpiringMap<D extends Deadlined> {

    private final ConcurrentMap<String, D> map;
    private final Sweep<D> sweep;
    private final Ticker ticker;

    /** How many there are when it begins to matter which of them are found more often than others. */
    private final long crowd;

    /** Whether there were so many at any time; seen a little late. */
    private boolean crowded;

    private ExpiringMap(ConcurrentMap<String, D> map, long crowd, Ticker ticker) {
        this.map = map;
        this.crowd = crowd;
        this.sweep = new Sweep<>(map, ticker.nanoTime());
        this.ticker = ticker;
    }

    /**
     * Of too many the least useful go.
     *
     * @param upkeep what runs the work on the order of usefulness; meanwhile there may be some too many
     */
    static <D extends Deadlined> ExpiringMap<D> bounded(long maxSize, Executor upkeep, Ticker ticker) {
        ConcurrentMap<String, D> map = Caffeine.newBuilder()
                .maximumSize(maxSize)
                .executor(task -> runOn(upkeep, task))
                .evictionListener(
                        (@Nullable String key, @Nullable D pushedOut, RemovalCause cause) -> giveUp(pushedOut))
                .<String, D>build()
                .asMap();
        return new ExpiringMap<>(map, maxSize / 2, ticker);
    }

    /** Here, where there cannot be one thread more. */
    private static void runOn(Executor upkeep, Runnable task) {
        try {
            upkeep.execute(task);
        } catch (RuntimeException | OutOfMemoryError e) {
            task.run();
        }
    }

    /** For what is taken out by who put it there, or is soon over. */
    static <D extends Deadlined> ExpiringMap<D> unbounded(Ticker ticker) {
        return new ExpiringMap<>(new ConcurrentHashMap<>(), Long.MAX_VALUE, ticker);
    }

    @Nullable
    D get(String key) {
        D found = map.get(key);
        if (found == null) {
            return null;
        }
        long nowNanos = ticker.nanoTime();
        upkeep(nowNanos);
        return found.isOver(nowNanos) ? null : found;
    }

    /** Does what a find does beside finding, for what was found otherwise. */
    void recordFind(String key, long nowNanos) {
        upkeep(nowNanos);
        if (crowded) {
            map.get(key);
        }
    }

    /** Where nothing is in force, as far as the caller knows. */
    void put(String key, D given, long nowNanos) {
        upkeep(nowNanos);
        giveUp(map.put(key, given));
    }

    /**
     * Puts what {@code step} makes of what is in force under the key in its place.
     *
     * @param step takes null for nothing, and returns null for nothing. Runs once, under the key's lock; it may change
     *     other maps, but not this one
     */
    void change(String key, long nowNanos, BiFunction<String, @Nullable D, @Nullable D> step) {
        upkeep(nowNanos);
        map.compute(key, (k, there) -> {
            D inForce = there == null || there.isOver(nowNanos) ? null : there;
            return instead(inForce, step.apply(k, inForce));
        });
    }

    /** As {@link #change} where something is in force; else there is nothing to do. Says whether there is something then. */
    boolean changeIfPresent(String key, long nowNanos, BiFunction<String, D, @Nullable D> step) {
        return map.computeIfPresent(
                        key, (k, there) -> there.isOver(nowNanos) ? null : instead(there, step.apply(k, there)))
                != null;
    }

    private void upkeep(long nowNanos) {
        if (sweep.goOn(nowNanos)) {
            crowded = crowded || map.size() >= crowd;
        }
    }

    private static <D extends Deadlined> @Nullable D instead(@Nullable D there, @Nullable D next) {
        if (there != next) {
            giveUp(there);
        }
        return next;
    }

    private static void giveUp(@Nullable Deadlined there) {
        if (there != null) {
            there.giveUp();
        }
    }

    /** Says whether there was anything in force. */
    boolean remove(String key) {
        boolean[] inForce = {false};
        map.computeIfPresent(key, (k, there) -> {
            inForce[0] = !there.isOver(ticker.nanoTime());
            there.giveUp();
            return null;
        });
        return inForce[0];
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
