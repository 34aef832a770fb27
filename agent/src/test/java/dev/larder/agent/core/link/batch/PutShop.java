package dev.larder.agent.core.link.batch;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Methods that put many, beside those that read the entries. */
public final class PutShop {

    public final List<String> runs = new CopyOnWriteArrayList<>();
    public volatile Runnable during = () -> {};

    /** A value with its id in it. */
    public record User(long id, String name) {}

    @Cached(key = "user:{id}", ttl = 60)
    public User one(long id) {
        runs.add("one " + id);
        return new User(id, "loaded");
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, User> many(Collection<Long> ids) {
        runs.add("many " + ids);
        Map<Long, User> found = new HashMap<>();
        ids.forEach(id -> found.put(id, new User(id, "loaded")));
        return found;
    }

    @CachePut(key = "user:{ids[]}", value = "{users}", ttl = 60)
    public void saveById(Collection<Long> ids, Map<Long, User> users) {
        during.run();
    }

    @CachePut(key = "user:{ids[]}", value = "{users}", ttl = 60)
    public void saveInOrder(List<Long> ids, List<User> users) {
        during.run();
    }

    @CachePut(key = "user:{ids[]}", value = "{users}", ttl = 60)
    public void saveArrays(long[] ids, User... users) {}

    @CachePut(key = "user:{users[].id}", value = "{users}", ttl = 60)
    public void saveAll(Collection<User> users) {
        during.run();
    }

    @CachePut(key = "user:{ids[]}", ttl = 60)
    public Map<Long, User> update(List<Long> ids, String name) {
        during.run();
        return named(ids, name);
    }

    private static Map<Long, User> named(List<Long> ids, String name) {
        Map<Long, User> users = new HashMap<>();
        ids.stream().filter(id -> id % 5 != 0).forEach(id -> users.put(id, new User(id, name)));
        return users;
    }

    @CachePut(key = "user:{ids[]}", ttl = 60)
    public List<User> updateInOrder(long... ids) {
        List<User> users = new ArrayList<>();
        for (long id : ids) {
            users.add(id % 5 == 0 ? null : new User(id, "updated"));
        }
        return users;
    }

    @CachePut(key = "user:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, User>> updateLater(List<Long> ids) {
        return CompletableFuture.completedFuture(named(ids, "later"));
    }

    @CachePut(key = "user:{result[].id}", ttl = 60)
    public List<User> create(int count) {
        List<User> users = new ArrayList<>();
        for (long id = 1; id <= count; id++) {
            users.add(new User(id, "created"));
        }
        return users;
    }

    @CachePut(key = "user:{ids[]}", value = "{users}", ttl = 60, nullTtl = 0)
    public void saveWithoutNull(List<Long> ids, Map<Long, User> users) {}

    @CachePut(key = "user:{ids[]}", ttl = 60)
    public int count(List<Long> ids) {
        return ids.size();
    }

    @CachePut(key = "user:{ids[]}", value = "{users}", ttl = 60)
    public void saveByName(List<Long> ids, Map<String, User> users) {}

    @CachePut(key = "user:{users[].id}", value = "{byId}", ttl = 60)
    public void saveBoth(List<User> users, Map<Long, User> byId) {}

    @Cached(
            key = "tagged:{ids[]}",
            ttl = 60,
            tags = {"t:{ids[]}", "all"})
    public Map<Long, User> tagged(Collection<Long> ids) {
        runs.add("tagged " + ids);
        return many(ids);
    }

    @CachePut(
            key = "tagged:{ids[]}",
            value = "{users}",
            ttl = 60,
            tags = {"t:{ids[]}", "all"})
    public void saveTagged(List<Long> ids, Map<Long, User> users) {}

    @CacheEvict(tag = "t:{id}")
    public void evictTag(long id) {}

    @CacheEvict(key = "user:{id}")
    public void evict(long id) {}
}
