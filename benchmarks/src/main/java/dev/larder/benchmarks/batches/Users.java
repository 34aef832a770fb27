package dev.larder.benchmarks.batches;

import dev.larder.Cached;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The methods that are compared. They share their entries. */
final class Users {

    private long loaded;

    record User(long id, String name, String mail, boolean isActive) {}

    @Cached(key = "user:{id}", ttl = 3_600)
    User find(long id) {
        loaded++;
        return user(id);
    }

    @Cached(key = "user:{ids[]}", ttl = 3_600)
    Map<Long, User> findAll(Collection<Long> ids) {
        loaded += ids.size();
        Map<Long, User> found = new HashMap<>();
        ids.forEach(id -> found.put(id, user(id)));
        return found;
    }

    private static User user(long id) {
        return new User(id, "user " + id, "user" + id + "@example.com", true);
    }

    /** For how many ids the methods have run. */
    long loaded() {
        return loaded;
    }
}
