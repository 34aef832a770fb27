package dev.larder.agent.apps.storm;

import dev.larder.Larder;
import dev.larder.LarderCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The same entries as those of {@link StormItems}, without an annotation. */
final class StormItemsInCode {

    private static final LarderCache<Row> CACHE = Larder.cache(Row.class).withTtl(Duration.ofMinutes(10));

    private final LocalDatabase database;
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    StormItemsInCode(LocalDatabase database) {
        this.database = database;
    }

    Row plain(String name) {
        return CACHE.getOrLoad(keyOf(name), () -> database.read(name));
    }

    Row tagged(String name, String group) {
        return CACHE.withTags(tagOf(group)).getOrLoad(keyOf(name), () -> database.read(name));
    }

    /** Null if there is none. */
    Row get(String name) {
        return CACHE.get(keyOf(name));
    }

    /** Those that there are. */
    List<Row> getAll(String... names) {
        Map<String, Row> found = CACHE.getAll(keysOf(names));
        return List.copyOf(found.values());
    }

    void evict(String name, Writing writing) {
        writing.write();
        CACHE.evict(keyOf(name));
    }

    void evictAll(String[] names, Writing writing) {
        writing.write();
        CACHE.evictAll(keysOf(names));
    }

    void evictTag(String group, Writing writing) {
        writing.write();
        CACHE.evictTag(tagOf(group));
    }

    void evictPattern(String prefix, Writing writing) {
        writing.write();
        CACHE.evictPattern(keyOf(prefix) + ".*");
    }

    void evictEverything(Writing writing) {
        writing.write();
        CACHE.evictPattern("*");
    }

    private List<String> keysOf(String... names) {
        List<String> keys = new ArrayList<>();
        for (String name : names) {
            keys.add(keyOf(name));
        }
        return keys;
    }

    private String keyOf(String name) {
        return keys.computeIfAbsent(name, key -> Larder.key("item:{0}", key));
    }

    private String tagOf(String group) {
        return tags.computeIfAbsent(group, tag -> Larder.key("group:{0}", tag));
    }
}
