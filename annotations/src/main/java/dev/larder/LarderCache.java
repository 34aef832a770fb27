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
 * The entries of one value type, to be read and written by key.
 *
 * <p><b>Shape.</b> A key is 1 to 200 characters of printable ASCII without blanks, the whole key of the entry without
 * the namespace; {@link Larder#key} makes one of any values. The same key may have a value of each type, which
 * evictions remove together and writes replace together. A null is a value like any other.
 *
 * <p><b>Units and clock.</b> Times to live count from the moment an entry is stored, by the clock of Redis where
 * Redis has it and by this process's own clock otherwise. They are rounded to milliseconds and are ten years at most.
 *
 * <p><b>The promise.</b> Once an eviction or a write has returned, no read that starts later gets what was there
 * before, and no load that was under way before can bring it back. This holds for {@link Cached} methods and for
 * other processes, too; while Redis is away, other processes hear of it when it is back.
 *
 * <p><b>Transactions.</b> Inside a Spring or JTA transaction, {@link #put}, {@link #putAll} and evictions take effect
 * after the commit, and not at all after a rollback; until then the transaction reads nothing from the cache, and {@link
 * #exists} and {@link #ttl} say so. Of what it does to one key the last thing counts. Of more than 1,000 keys that one
 * transaction puts, the others are evicted. In one that may write or reads a snapshot, see {@link Cached}, {@link
 * #getOrLoad} does not store what it loads and {@link #putIfAbsent} does nothing. {@link #expire} and counters take
 * effect at once, and a rollback does not undo them.
 *
 * <p><b>Threads.</b> Immutable and thread-safe. Values belong to their caller, who may change them, unless they can
 * be proved immutable: then callers may share one.
 *
 * <p><b>Failure.</b> No method throws because of the cache, or waits for Redis longer than {@code
 * larder.redis.timeout}, a write that failed as long once more to evict ({@link #evictPattern} takes as long as the
 * scan does). When Redis fails, reads find nothing, and writes are dropped, with the entry evicted, so that no older
 * value takes the place of the one that was not written. Faults are counted among the errors over JMX and logged at a
 * bounded rate. Bad arguments throw {@link NullPointerException} or {@link IllegalArgumentException}, with and
 * without the agent.
 *
 * <p><b>Without the agent</b> there are no entries; each method says what it returns then.
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
     * The same entries, but what is stored through this handle lives for {@code ttl}. So do counters that it begins.
     *
     * @param ttl greater than 0
     */
    public LarderCache<V> withTtl(Duration ttl) {
        return new LarderCache<>(partner, type, Arguments.ttlMillis(ttl), tags);
    }

    /**
     * The same entries, but what is stored through this handle carries {@code tags} instead of those of this one. It
     * reads entries with at least as many tags only, so that a writer who forgot them does not hide an entry from
     * {@link #evictTag}.
     *
     * @param tags rendered, as {@link Larder#key} does it: {@code Larder.key("team:{0}", team)}; none for no tags
     */
    public LarderCache<V> withTags(String... tags) {
        return new LarderCache<>(partner, type, ttlMillis, Arguments.tags(tags));
    }

    /**
     * The fresh value of {@code key}; null if there is none, or the value is null, which {@link #exists} and {@link
     * #getAll} tell apart. Null without the agent.
     */
    public V get(String key) {
        return value(ask("get", Arguments.key(key)));
    }

    /**
     * The fresh values of those {@code keys} that have one, in the order of the keys, in one round trip. A key whose
     * value is null is in the map, with null. Without the agent an empty map.
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
     * The fresh value of {@code key}, or what {@code loader} returns, which is then stored: all as if the loader were
     * the body of a {@link Cached} method with this key, time to live (up to 10 % shorter) and tags. Callers of one
     * key at the same time, in all processes, share one run of a loader. When the cache fails, the loader runs; it
     * runs once for each call at most. Without the agent it runs each time.
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
     * Stores {@code value}, in place of whatever there was under {@code key}, for exactly this handle's time to live.
     * Does nothing without the agent.
     *
     * <p>Of several writers the last one to arrive wins, which need not be the one whose data is newest. Where
     * several threads or processes may write the same data, {@link #evict} after the change instead, or annotate the
     * method that makes it with {@link CachePut}, which can tell.
     *
     * @param value may be null. One that cannot be stored is not, and the entry is evicted; the agent says so once
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
     * Stores {@code value} unless there is a fresh one under {@code key}, null included: atomically in Redis, and
     * among the threads of this process in memory.
     *
     * @return whether this call stored it; false where that is not known, as when Redis fails, inside a transaction
     *     that may write, and without the agent. Not made for locks: an entry may end early
     */
    public boolean putIfAbsent(String key, V value) {
        return (Boolean) ask("putIfAbsent", Arguments.key(key), value);
    }

    /** Evicts what there is under {@code key}, of whatever type, a counter included. */
    public void evict(String key) {
        evictAll(Collections.singleton(key));
    }

    /** As {@link #evict} for each of the {@code keys}, in one round trip. */
    public void evictAll(Collection<String> keys) {
        String[] checked = Arguments.keys(keys).toArray(new String[0]);
        ask("evict", (Object) checked);
    }

    /**
     * Evicts every entry whose whole key matches, of whatever type. Takes a scan of all keys in Redis: prefer {@link
     * #evictTag} where there are many.
     *
     * @param pattern {@code *} stands for any text, also none, and {@code ?} for one character, everything else for
     *     itself
     */
    public void evictPattern(String pattern) {
        Arguments.pattern(pattern);
        ask("evictPattern", pattern);
    }

    /** Evicts every entry that carries {@code tag}, of whatever type, whoever stored it; see {@link Cached#tags()}. */
    public void evictTag(String tag) {
        ask("evictTag", Arguments.tag(tag));
    }

    /** Whether {@code key} has a fresh value of this type, which may be null. False without the agent. */
    public boolean exists(String key) {
        return (Boolean) ask("exists", Arguments.key(key));
    }

    /**
     * How long there will still be something fresh under {@code key}, of whatever type; {@link Duration#ZERO} if
     * there is nothing. Zero without the agent.
     */
    public Duration ttl(String key) {
        return Duration.ofMillis((Long) ask("ttl", Arguments.key(key)));
    }

    /**
     * Lets what there is under {@code key}, of whatever type, a counter included, live for {@code ttl} from now,
     * sooner or later than it would have ended. It does not bring anything back that is over.
     *
     * @param ttl greater than 0
     * @return whether there was anything fresh; false where that is not known, and without the agent
     */
    public boolean expire(String key, Duration ttl) {
        return (Boolean) ask("expire", Arguments.key(key), Arguments.ttlMillis(ttl));
    }

    /** Adds 1, see {@link #increment(String, long)}. */
    public long increment(String key) {
        return increment(key, 1);
    }

    /**
     * Adds {@code by} to the counter of {@code key}, which begins at 0 and ends this handle's time to live after it
     * began, however often it is counted.
     *
     * <p>In Redis it is one counter for all processes, and atomic. In memory, while Redis is away and without the
     * agent each process counts for itself, atomically among its threads; these counts are not added to the one in
     * Redis when it is back. Without the agent at most 10,000 counters are kept. A counter is no entry: {@link #get}
     * does not see it and it has no tags. Give it a key of its own: a put or {@link #expire} that fails, or is made
     * while Redis is away, evicts what Redis has under its key. It can be evicted like an entry, by Redis too when that
     * runs out of memory, and then begins at 0 again.
     *
     * @param by 0 or more; 0 reads the counter
     * @return the count with {@code by} added
     * @throws ArithmeticException if that is beyond a {@code long}; the count stays what it was
     */
    public long increment(String key, long by) {
        return count(Arguments.key(key), Arguments.amount(by));
    }

    /** Takes 1 away, see {@link #increment(String, long)}. */
    public long decrement(String key) {
        return decrement(key, 1);
    }

    /**
     * Takes {@code by} away from the counter of {@code key}, which may go below 0; see {@link #increment(String,
     * long)}.
     *
     * @param by 0 or more
     * @return the count with {@code by} taken away
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

    /** Whatever comes out for this type is one of its values: the agent looked. */
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
     * @param <E> what it may throw; nothing that has to be declared, if it does not say
     */
    @FunctionalInterface
    public interface Loader<V, E extends Exception> {

        /** The value, which may be null. Runs on the caller's thread. */
        V load() throws E;
    }
}
