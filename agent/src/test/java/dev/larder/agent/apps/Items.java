package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The business code of a {@link WorkerApp}: one cached thing, and every way to change it.
 *
 * <p>{@code call} tells the database on whose behalf it is asked. It is in no key: calls that differ in it alone are the
 * same to the cache.
 */
final class Items {

    static final int SHORT_TTL_SECONDS = 3;

    private static final int TTL_SECONDS = 600;

    /** For {@link Verb#UPDATE_AND_FAIL}. */
    static final class AsTold extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final RemoteDatabase database;

    Items(RemoteDatabase database) {
        this.database = database;
    }

    @Cached(key = "item:{key}", ttl = TTL_SECONDS)
    Item plain(String key, long call) {
        return database.access(call);
    }

    @Cached(key = "item:{key}", ttl = TTL_SECONDS, tags = "group:{group}")
    Item tagged(String key, String group, long call) {
        return database.access(call);
    }

    @Cached(key = "item:{keys[]}", ttl = TTL_SECONDS)
    Map<String, Item> map(Collection<String> keys, long call) {
        return byKey(database.accessAll(call, keys));
    }

    @Cached(key = "item:{keys[]}", ttl = TTL_SECONDS)
    List<Item> list(List<String> keys, long call) {
        return database.accessAll(call, keys);
    }

    @Cached(key = "item:{keys[]}", ttl = TTL_SECONDS, tags = "group:{group}")
    Map<String, Item> taggedMap(Collection<String> keys, String group, long call) {
        return byKey(database.accessAll(call, keys));
    }

    @Cached(key = "item:{key}", ttl = 50, staleTtl = 600_000, unit = TimeUnit.MILLISECONDS)
    Item stale(String key, long call) {
        return database.accessAll(call, List.of(key)).get(0);
    }

    /** With a longer time to live than the others' entries have, so that most of these are past this fraction of it. */
    @Cached(key = "item:{key}", ttl = 2 * TTL_SECONDS, refreshAhead = 0.000_1)
    Item ahead(String key, long call) {
        return database.accessAll(call, List.of(key)).get(0);
    }

    private static Map<String, Item> byKey(List<Item> items) {
        Map<String, Item> byKey = new HashMap<>();
        items.forEach(item -> byKey.put(item.key(), item));
        return byKey;
    }

    @Cached(key = "short:{key}", ttl = SHORT_TTL_SECONDS)
    Item shortLived(String key, long call) {
        return database.access(call);
    }

    @CacheEvict(key = "item:{key}")
    void update(String key, long call) {
        database.access(call);
    }

    @CacheEvict(key = "item:{keys[]}")
    void updateMany(String[] keys, long call) {
        database.access(call);
    }

    @CacheEvict(tag = "group:{group}")
    void updateGroup(String group, long call) {
        database.access(call);
    }

    @CacheEvict(pattern = "item:{prefix}*")
    void updateMatching(String prefix, long call) {
        database.access(call);
    }

    @CacheEvict(key = "item:{key}", tag = "group:{group}")
    void updateKeyAndGroup(String key, String group, long call) {
        database.access(call);
    }

    @CacheEvict(key = "item:{key}", phase = CacheEvict.Phase.ALWAYS)
    void updateAndFail(String key, long call) {
        database.access(call);
        throw new AsTold();
    }

    @CacheEvict(key = "item:{key}", phase = CacheEvict.Phase.BEFORE)
    void evictFirst(String key, long call) {
        database.access(call);
    }

    @CachePut(key = "item:{key}", ttl = TTL_SECONDS)
    Item put(String key, long call) {
        return database.access(call);
    }

    @CachePut(key = "item:{key}", ttl = TTL_SECONDS, tags = "group:{group}")
    Item putTagged(String key, String group, long call) {
        return database.access(call);
    }

    @CachePut(key = "item:{keys[]}", ttl = TTL_SECONDS)
    List<Item> putMany(List<String> keys, long call) {
        return database.accessAll(call, keys);
    }

    @CachePut(key = "item:{result.key}", ttl = TTL_SECONDS)
    Item putByResult(long call) {
        return database.access(call);
    }
}
