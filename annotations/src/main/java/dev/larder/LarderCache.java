package dev.larder;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * Reads and writes the entries of one value type by key.
 *
 * <p><b>Shape.</b> A key is 1 to 200 characters of printable ASCII without blanks, without the namespace; {@link
 * Larder#key} makes one from any values. One key may have a value of each type; evictions remove and writes replace all
 * of them. Null is a value like any other.
 *
 * <p><b>Units and clock.</b> Times to live begin when an entry is stored, by the clock of Redis for entries in Redis,
 * else by this process's clock. They are rounded to milliseconds, and at most ten years.
 *
 * <p><b>The promise.</b> Once an eviction or a write has returned, no read that starts later gets the old value, and no
 * load that was under way can store it again. This also holds for {@link Cached} methods and other processes; while
 * Redis is away, other processes see it when Redis is back.
 *
 * <p><b>Transactions.</b> Inside a Spring or JTA transaction, {@link #put}, {@link #putAll} and evictions take effect
 * after the commit, and not after a rollback. From its first effect until its end the transaction finds nothing in the cache, also
 * by {@link #exists} and {@link #ttl}. For each key, only its last operation counts. If it puts more than 1,000 keys,
 * the others are evicted. In a transaction that may write or reads a snapshot, see {@link Cached}, {@link #getOrLoad}
 * does not store what it loads and {@link #putIfAbsent} does nothing. {@link #expire} and counters take effect at once,
 * and a rollback does not undo them.
 *
 * <p><b>Threads.</b> Immutable and thread-safe. Callers may change the values they get; only provably immutable values
 * are shared.
 *
 * <p><b>Failure.</b> No method throws because of the cache, or waits for Redis longer than {@code
 * larder.redis.timeout}. A failed write may wait as long once more to evict, and {@link #evictPattern} takes as long as
 * its scan. If Redis fails, reads find nothing, and writes are dropped and their keys evicted, so that no older value
 * is served. Faults are counted as errors over JMX and logged at a bounded rate. Invalid arguments throw {@link
 * NullPointerException} or {@link IllegalArgumentException}, with and without the agent.
 *
 * <p><b>Without the agent</b> there are no entries; each method documents its result.
 *
 * @param <V> the type of the values
 */
public final class LarderCache<V> {

    private final BiFunction<String, Object[], Object> partner;
    private final Type type;
    private final long ttlMillis;
    private final List<String> tags;

    LarderCache(BiFunction<String, Object[], Object> partner, Type type, long ttlMillis, List<String> tags) {
        this.partner = partner;
        this.type = type;
        this.ttlMillis = ttlMillis;
        this.tags = Collections.unmodifiableList(tags);
    }

    /**
     * A handle for the same entries that stores them with the time to live {@code ttl}, also counters that it starts.
     *
     * @param ttl greater than 0
     */
    public LarderCache<V> withTtl(Duration ttl) {
        return new LarderCache<>(partner, type, Arguments.ttlMillis(ttl), tags);
    }

    /**
     * A handle for the same entries that stores them with {@code tags} instead of this handle's. It reads only entries
     * that have all of these tags, so that {@link #evictTag} reaches every entry it reads.
     *
     * @param tags rendered, as {@link Larder#key} does it: {@code Larder.key("team:{0}", team)}; none for no tags
     */
    public LarderCache<V> withTags(String... tags) {
        return new LarderCache<>(partner, type, ttlMillis, Arguments.tags(tags));
    }

    /**
     * The fresh value of {@code key}; null if there is none, or if the value is null, which {@link #exists} and {@link
     * #getAll} distinguish. Null without the agent.
     */
    public V get(String key) {
        return value(ask("get", Arguments.key(key)));
    }

    /**
     * The fresh values of {@code keys}, in the order of the keys, in one round trip. A key whose value is null is in
     * the map, with null; a key without a value is not. Without the agent an empty map.
     *
     * @return a map of the caller's own
     */
    public Map<String, V> getAll(Collection<String> keys) {
        String[] wanted = Arguments.keys(keys).toArray(new String[0]);
        Map<String, V> found = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) ask("getAll", (Object) wanted)).entrySet()) {
            found.put((String) entry.getKey(), value(entry.getValue()));
        }
        return found;
    }

    /**
     * The fresh value of {@code key}, or else the result of {@code loader}, which is stored: as if the loader were the
     * body of a {@link Cached} method with this key, time to live (up to 10 % shorter) and tags. Callers of one key at
     * the same time, in all processes, share one run of a loader. If the cache fails, the loader runs, at most once for
     * each call. Without the agent it always runs.
     *
     * @throws E what the loader threw, the same instance; nothing is stored then
     */
    public <E extends Exception> V getOrLoad(String key, Loader<? extends V, E> loader) throws E {
        Arguments.key(key);
        Arguments.notNull(loader, "loader", "what computes the value, such as () -> query(id)");
        Callable<Object> body = loader::load;
        return value(ask("getOrLoad", key, body));
    }

    /**
     * Stores {@code value} for exactly this handle's time to live, and replaces everything under {@code key}. Does
     * nothing without the agent.
     *
     * <p>If several writers put one key, the last one to arrive wins, and its data may not be the newest. If several
     * threads or processes may write the same data, {@link #evict} after the change instead, or annotate the writing
     * method with {@link CachePut}, which detects this.
     *
     * @param value may be null. If it cannot be stored, the entry is evicted, and the agent logs it once
     */
    public void put(String key, V value) {
        putAll(Collections.<String, V>singletonMap(key, value));
    }

    /** As {@link #put} for each entry of {@code values}, 250 of them at a time; not atomic as a whole. */
    public void putAll(Map<String, ? extends V> values) {
        Arguments.notNull(values, "map of values", "an empty one for none");
        Map<String, Object> checked = new LinkedHashMap<>();
        for (Map.Entry<String, ? extends V> entry : values.entrySet()) {
            checked.put(Arguments.key(entry.getKey()), entry.getValue());
        }
        ask("putAll", checked);
    }

    /**
     * Stores {@code value} unless {@code key} has a fresh one, which may be null: atomically in Redis, and among the
     * threads of this process in memory.
     *
     * @return whether this call stored it; false if that is unknown, as when Redis fails, in a transaction that may
     *     write, and without the agent. Do not use it for locks: an entry may end early
     */
    public boolean putIfAbsent(String key, V value) {
        return (Boolean) ask("putIfAbsent", Arguments.key(key), value);
    }

    /** Evicts everything under {@code key}: values of all types, and a counter. */
    public void evict(String key) {
        evictAll(Collections.singleton(key));
    }

    /** As {@link #evict} for each of the {@code keys}, in one round trip. */
    public void evictAll(Collection<String> keys) {
        String[] checked = Arguments.keys(keys).toArray(new String[0]);
        ask("evict", (Object) checked);
    }

    /**
     * Evicts every entry, of any type, whose whole key matches. Scans all keys in Redis: prefer {@link #evictTag} if
     * there are many.
     *
     * @param pattern {@code *} matches any text, also an empty one, {@code ?} one character, and any other character
     *     itself
     */
    public void evictPattern(String pattern) {
        Arguments.pattern(pattern);
        ask("evictPattern", pattern);
    }

    /**
     * Evicts every entry with {@code tag}, of any type, by whatever method or handle it was stored; see {@link
     * Cached#tags()}.
     */
    public void evictTag(String tag) {
        ask("evictTag", Arguments.tag(tag));
    }

    /** Whether {@code key} has a fresh value of this type, which may be null. False without the agent. */
    public boolean exists(String key) {
        return (Boolean) ask("exists", Arguments.key(key));
    }

    /**
     * The remaining time to live of the values under {@code key}, of any type; {@link Duration#ZERO} if there is none.
     * Zero without the agent.
     */
    public Duration ttl(String key) {
        return Duration.ofMillis((Long) ask("ttl", Arguments.key(key)));
    }

    /**
     * Sets the remaining time to live of everything under {@code key} to {@code ttl}: values of all types, and a
     * counter. Does not revive what has expired.
     *
     * @param ttl greater than 0
     * @return whether there was anything fresh; false if that is unknown, and without the agent
     */
    public boolean expire(String key, Duration ttl) {
        return (Boolean) ask("expire", Arguments.key(key), Arguments.ttlMillis(ttl));
    }

    /** Adds 1, see {@link #increment(String, long)}. */
    public long increment(String key) {
        return increment(key, 1);
    }

    /**
     * Adds {@code by} to the counter of {@code key}, which starts at 0. It expires this handle's time to live after its
     * start; later increments do not prolong it.
     *
     * <p>In Redis it is one counter for all processes, and atomic. In memory mode and without the agent each process
     * counts for itself, atomically among its threads; these counts are not added to the one in Redis later. Without
     * the agent at most 10,000 counters are kept. A counter is not an entry: {@link #get} does not read it and it has
     * no tags. Use a separate key for it: a put or {@link #expire} that fails, or is made while Redis is away, evicts
     * everything that Redis has under the key. A counter can be evicted like an entry, also by Redis when it runs out
     * of memory, and then starts at 0 again.
     *
     * @param by 0 or more; 0 reads the counter
     * @return the count with {@code by} added
     * @throws ArithmeticException if that is beyond a {@code long}; the count stays what it was
     */
    public long increment(String key, long by) {
        return count(Arguments.key(key), Arguments.amount(by));
    }

    /** Subtracts 1, see {@link #increment(String, long)}. */
    public long decrement(String key) {
        return decrement(key, 1);
    }

    /**
     * Subtracts {@code by} from the counter of {@code key}, which may become negative; see {@link #increment(String,
     * long)}.
     *
     * @param by 0 or more
     * @return the new count
     * @throws ArithmeticException if that is beyond a {@code long}; the count stays what it was
     */
    public long decrement(String key, long by) {
        return count(Arguments.key(key), -Arguments.amount(by));
    }

    private long count(String key, long by) {
        Long count = (Long) ask("increment", key, by);
        return count == null ? Counters.HERE.add(key, by, ttlMillis) : count;
    }

    private Object ask(String operation, Object... arguments) {
        return Conversation.ask(partner, operation, ttlMillis, tags, arguments);
    }

    /** The agent returns only values of this type. */
    @SuppressWarnings("unchecked")
    private V value(Object value) {
        return (V) value;
    }

    /** Such as {@code LarderCache<com.acme.User>[ttl=PT15M, tags=[team:7]]}. */
    @Override
    public String toString() {
        return "LarderCache<" + type.getTypeName() + ">[ttl=" + Duration.ofMillis(ttlMillis) + ", tags=" + tags + "]";
    }

    /**
     * Computes a value that is not in the cache.
     *
     * @param <V> the type of the value
     * @param <E> its exception; an unchecked one if not specified
     */
    @FunctionalInterface
    public interface Loader<V, E extends Exception> {

        /** The value, which may be null. Runs on the caller's thread. */
        V load() throws E;
    }
}
