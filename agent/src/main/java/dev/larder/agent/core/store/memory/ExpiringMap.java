package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.larder.agent.core.base.StackRoom;
import dev.larder.agent.core.base.Ticker;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map whose values expire.
 *
 * <p>An expired value counts as absent. It is removed when it is replaced, and by the {@link Sweep}, which finds and
 * puts advance; so it is removed only while there is traffic.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the monotonic clock. The caller of a put passes the time in, since reading
 * the clock takes a good part of the time of a change.
 *
 * <p><b>Threads.</b> Thread-safe. The sweep runs on callers' threads, a little at a time. Changes of one key exclude each
 * other.
 *
 * <p><b>Removed means marked, then unlinked.</b> Neither underlying map removes in one step. Caffeine first marks the
 * entry's node dead, and then takes it out of its table; a bin of {@link ConcurrentHashMap} that is a tree is also a
 * list, and loses the node from the list first. In between, for as long as the removing thread is not scheduled,
 * iterators skip the key while a lookup still finds the value. So the map marks a value before it begins to remove it,
 * and {@link #get} returns no marked value. With R reading, E evicting the key, and P evicting all keys that match a
 * pattern:
 *
 * <ol>
 *   <li>E marks the value, marks its node dead, and is suspended. P skips the key and returns. R finds the value in
 *       the table, sees the mark, and gets nothing.
 *   <li>E is about to mark the value. Its node is alive, so P finds the key, and waits for the lock that E holds.
 *   <li>R has read the mark before E set it. Then R began before P returned, since P cannot have skipped the key yet.
 *   <li>Caffeine removes the value to make room: as 1 and 2, since it calls its eviction listener, which sets the
 *       mark, under the same lock before it marks the node dead.
 *   <li>A value is put under a key whose value is marked. The put waits until the marked value is out of the table, so
 *       the new value gets its own node.
 *   <li>A value is replaced. The node stays alive, so no iterator skips it, and readers find the old value until the
 *       new one is there: a value that is replaced, or gets another deadline, is never missing in between. It gets a
 *       different mark, for threads that hold a reference to it and do not look here.
 *   <li>The sweep removes expired values without a mark. Later readers see by the clock that they have expired.
 *   <li>A key is removed and put again while P iterates: P may see neither. The new value is not older than P, which
 *       voids the leases first; see {@link MemoryStore}.
 * </ol>
 *
 * <p><b>Why</b> Caffeine does not know the deadlines: with one for each entry, it would process every hit in a timer
 * wheel; see RATIONALE.
 */
class ExpiringMap<D extends Deadlined> {

    private final ConcurrentMap<String, D> map;
    private final Sweep<D> sweep;
    final Ticker ticker;

    private final Upkeep upkeep;

    /** Null if there is no bound. */
    private final @Nullable Policy<String, D> policy;

    /** Null if there is no bound. */
    private final Policy.@Nullable Eviction<String, D> bound;

    /** The weight of all values from which the order of usefulness matters; may be seen late. */
    private long halfOfTheWeight;

    /** Whether they ever weighed so much; may be seen late. */
    private boolean wasHalfFull;

    /** Without a bound: for values that are removed by the thread that put them, or that expire soon. */
    ExpiringMap(Ticker ticker) {
        this(new ConcurrentHashMap<>(), new Upkeep(Runnable::run), null, Long.MAX_VALUE, ticker);
    }

    /**
     * Drops the least useful values above the bounds of {@code room}.
     *
     * @param upkeep maintains the order of usefulness and the bound, except after puts, see {@link Upkeep}; until it
     *     has run there may be a few values above the bound
     */
    ExpiringMap(Room room, Executor upkeep, Ticker ticker) {
        this(room, new Upkeep(upkeep), ticker);
    }

    private ExpiringMap(Room room, Upkeep upkeep, Ticker ticker) {
        this(
                Caffeine.newBuilder()
                        .maximumWeight(room.maximumWeight())
                        .weigher(weigher(room.leastWeight()))
                        .executor(upkeep)
                        .evictionListener((@Nullable String key, @Nullable D pushedOut, RemovalCause cause) ->
                                instead(pushedOut, null))
                        .<String, D>build(),
                upkeep,
                room.maximumWeight() / 2,
                ticker);
    }

    private static <D extends Deadlined> Weigher<String, D> weigher(long leastWeight) {
        return (key, value) -> (int) Math.min(Math.max(value.bytes(), leastWeight), Integer.MAX_VALUE);
    }

    private ExpiringMap(Cache<String, D> cache, Upkeep upkeep, long halfOfTheWeight, Ticker ticker) {
        this(cache.asMap(), upkeep, cache.policy(), halfOfTheWeight, ticker);
    }

    private ExpiringMap(
            ConcurrentMap<String, D> map,
            Upkeep upkeep,
            @Nullable Policy<String, D> policy,
            long halfOfTheWeight,
            Ticker ticker) {
        this.map = map;
        this.upkeep = upkeep;
        this.policy = policy;
        this.bound = policy == null ? null : policy.eviction().orElseThrow();
        this.halfOfTheWeight = halfOfTheWeight;
        this.sweep = new Sweep<>(map, ticker.nanoTime());
        this.ticker = ticker;
    }

    /** Drops the values above the bound at once. */
    void setRoom(Room room) {
        if (bound != null && bound.getMaximum() != room.maximumWeight()) {
            halfOfTheWeight = room.maximumWeight() / 2;
            bound.setMaximum(room.maximumWeight());
        }
    }

    @Nullable
    D get(String key) {
        return get(key, ticker.nanoTime());
    }

    /** The same for a caller that knows the time. */
    @Nullable
    D get(String key, long nowNanos) {
        D found = wasHalfFull ? record(key, nowNanos) : policy == null ? map.get(key) : policy.getIfPresentQuietly(key);
        if (found == null) {
            return null;
        }
        sweepIfDue(nowNanos);
        return Deadlined.inForce(found, nowNanos);
    }

    /** As {@link #get}, without recording a use. */
    @Nullable
    D getQuietly(String key, long nowNanos) {
        D found = policy == null ? map.get(key) : policy.getIfPresentQuietly(key);
        return Deadlined.inForce(found, nowNanos);
    }

    private @Nullable D record(String key, long nowNanos) {
        return policy == null || StackRoom.isEnoughForUpkeep(nowNanos) ? map.get(key) : policy.getIfPresentQuietly(key);
    }

    /**
     * Records a use of a value that was found. Until there are many values, their order of usefulness does not matter.
     * Every few records Caffeine locks itself to process them, and an overflow would leave it locked.
     */
    void recordFind(String key, long nowNanos) {
        sweepIfDue(nowNanos);
        if (wasHalfFull && StackRoom.isEnoughForUpkeep(nowNanos)) {
            map.get(key);
        }
    }

    /**
     * Puts a value where there is none, not even an expired one. Returns whether it did; otherwise {@link #change} is to
     * follow.
     */
    boolean putIfAbsent(String key, D given, long nowNanos) {
        sweepIfDue(nowNanos);
        upkeep.putBy(Thread.currentThread());
        try {
            return map.putIfAbsent(key, given) == null;
        } finally {
            upkeep.putBy(null);
        }
    }

    /**
     * Replaces the current value under the key by the one that {@code step} returns.
     *
     * @param step takes null for nothing, and returns null for nothing. Runs once, under the key's lock; it may change
     *     other maps, but not this one
     */
    void change(String key, long nowNanos, BiFunction<String, @Nullable D, @Nullable D> step) {
        sweepIfDue(nowNanos);
        upkeep.putBy(Thread.currentThread());
        try {
            map.compute(key, (k, there) -> {
                D inForce = Deadlined.inForce(there, nowNanos);
                return instead(inForce, step.apply(k, inForce));
            });
        } finally {
            upkeep.putBy(null);
        }
    }

    /**
     * As {@link #change}, for a step that also answers its caller.
     *
     * @return what the step answered
     */
    <R> @Nullable R compute(String key, long nowNanos, Function<@Nullable D, Outcome<D, R>> step) {
        Answer<R> answer = new Answer<>();
        sweepIfDue(nowNanos);
        map.compute(key, (k, there) -> {
            D inForce = Deadlined.inForce(there, nowNanos);
            Outcome<D, R> outcome = step.apply(inForce);
            answer.given = outcome.answer();
            return instead(inForce, outcome.next());
        });
        return answer.given;
    }

    /** The value that a step leaves under the key, and its answer. */
    record Outcome<D extends Deadlined, R>(
            @Nullable D next, @Nullable R answer) {}

    private static final class Answer<R> {
        private @Nullable R given;
    }

    /** As {@link #change}, but only if there is a fresh value. Returns whether there is one afterwards. */
    boolean changeIfPresent(String key, long nowNanos, BiFunction<String, D, @Nullable D> step) {
        return map.computeIfPresent(key, (k, there) -> {
                    D inForce = Deadlined.inForce(there, nowNanos);
                    return inForce == null ? null : instead(inForce, step.apply(k, inForce));
                })
                != null;
    }

    private void sweepIfDue(long nowNanos) {
        if (nowNanos - sweep.dueNanos() >= 0 && sweep.goOn(nowNanos)) {
            wasHalfFull = wasHalfFull || isHalfFull();
        }
    }

    private boolean isHalfFull() {
        return bound != null && bound.weightedSize().orElse(0) >= halfOfTheWeight;
    }

    /**
     * Marks the value that {@code next} replaces, or nothing if that is null. Every thread whose iterator skips a removed
     * value then sees the mark.
     */
    private static <D extends Deadlined> @Nullable D instead(@Nullable D there, @Nullable D next) {
        if (there != null && next == null) {
            there.markRemoved();
            VarHandle.fullFence(); // Caffeine's own mark, which iterators look at, is a plain write
        } else if (there != null && there != next) {
            there.markReplaced();
        }
        return next;
    }

    /** Returns whether there was a fresh value. */
    boolean remove(String key) {
        boolean[] inForce = {false};
        map.computeIfPresent(key, (k, there) -> {
            inForce[0] = Deadlined.inForce(there, ticker.nanoTime()) != null;
            return instead(there, null);
        });
        return inForce[0];
    }

    /**
     * Visits all keys, perhaps also some without a fresh value. It may skip a key that is just being removed; no reader
     * gets the value of such a key once this returns.
     */
    void forEachKey(Consumer<String> action) {
        map.keySet().forEach(action);
        VarHandle.fullFence(); // later reads come after those of the iterator
    }

    /** Removes everything. */
    void clear() {
        forEachKey(this::remove);
    }

    /** The number of keys. */
    long count() {
        return map.size();
    }

    /** The number of keys with such a value, perhaps an expired one. */
    long count(Predicate<D> kind) {
        return map.values().stream().filter(kind).count();
    }

    /**
     * Does what Caffeine has to do after reads and writes: it keeps the order of usefulness and the bound.
     *
     * <p>After reads it is done in the background: on a caller's thread it would take as long as the hit. After a put the
     * putting thread does it, as with a hand-written cache. To wake the background thread takes a system call for each put,
     * which costs more than the upkeep, and the two threads would then wait for each other's lock.
     *
     * <p><b>Threads.</b> Thread-safe.
     */
    private static final class Upkeep implements Executor {

        private final Executor background;

        /**
         * The thread that is putting. Not published: a thread that does not see itself here, since another one puts at the
         * same time, leaves its upkeep to the background.
         */
        private @Nullable Thread putting;

        Upkeep(Executor background) {
            this.background = background;
        }

        /** {@code thread}, which is the calling one, is about to put; null once it has, whatever came of it. */
        void putBy(@Nullable Thread thread) {
            putting = thread;
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
}
