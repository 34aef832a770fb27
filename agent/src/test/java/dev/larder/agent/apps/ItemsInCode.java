package dev.larder.agent.apps;

import dev.larder.Larder;
import dev.larder.LarderCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The same entries as those of {@link Items}, without an annotation. */
final class ItemsInCode {

    private static final LarderCache<Item> CACHE = Larder.cache(Item.class).withTtl(Duration.ofMinutes(10));

    private final RemoteDatabase database;

    ItemsInCode(RemoteDatabase database) {
        this.database = database;
    }

    Item plain(String key, long call) {
        return CACHE.getOrLoad(keyOf(key), () -> database.access(call));
    }

    Item tagged(String key, String group, long call) {
        return CACHE.withTags(tagOf(group)).getOrLoad(keyOf(key), () -> database.access(call));
    }

    void updateMany(String[] keys, long call) {
        database.access(call);
        List<String> all = new ArrayList<>();
        for (String key : keys) {
            all.add(keyOf(key));
        }
        CACHE.evictAll(all);
    }

    void updateGroup(String group, long call) {
        database.access(call);
        CACHE.evictTag(tagOf(group));
    }

    void updateMatching(String prefix, long call) {
        database.access(call);
        CACHE.evictPattern(keyOf(prefix) + "*");
    }

    private static String keyOf(String key) {
        return Larder.key("item:{0}", key);
    }

    private static String tagOf(String group) {
        return Larder.key("group:{0}", group);
    }
}
