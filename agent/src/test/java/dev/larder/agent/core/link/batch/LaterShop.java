package dev.larder.agent.core.link.batch;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Methods that return many later. Their source has a value for every id but those that can be divided by 5. */
public final class LaterShop {

    public final List<String> runs = new CopyOnWriteArrayList<>();
    public final List<Thread> threads = new CopyOnWriteArrayList<>();
    public final Map<Long, Integer> versions = new ConcurrentHashMap<>();

    /** Each body's result is there when this is. */
    public volatile CompletableFuture<?> source = CompletableFuture.completedFuture(null);

    private String value(Long id) {
        return id % 5 == 0 ? null : "user " + id + "." + versions.getOrDefault(id, 0);
    }

    private Map<Long, String> all(Iterable<Long> ids) {
        Map<Long, String> found = new HashMap<>();
        for (Long id : ids) {
            if (value(id) != null) {
                found.put(id, value(id));
            }
        }
        return found;
    }

    private void begin(String run) {
        runs.add(run);
        threads.add(Thread.currentThread());
    }

    @Cached(key = "user:{id}", ttl = 60)
    public String one(long id) {
        begin("one " + id);
        return value(id);
    }

    @Cached(key = "user:{id}", ttl = 60)
    public CompletableFuture<String> oneLater(long id) {
        begin("oneLater " + id);
        return source.thenApply(ready -> value(id));
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, String> atOnce(Collection<Long> ids) {
        begin("atOnce " + ids);
        return all(ids);
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, String>> many(Collection<Long> ids) {
        begin("many " + ids);
        return source.thenApply(ready -> all(ids));
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public CompletionStage<List<String>> listed(List<Long> ids) {
        begin("listed " + ids);
        return source.thenApply(ready -> {
            List<String> found = new ArrayList<>();
            ids.forEach(id -> found.add(value(id)));
            return found;
        });
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public CompletableFuture<? extends Map<Long, String>> ofArray(long... ids) {
        begin("ofArray " + Arrays.toString(ids));
        return source.thenApply(ready -> all(Arrays.stream(ids).boxed().toList()));
    }

    @Cached(key = "box:{box.name}:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, String>> boxed(Box box, Collection<Long> ids) {
        begin("boxed " + box.name + ids);
        return source.thenApply(ready -> all(ids));
    }

    public static final class Box {
        public volatile String name = "a";
    }

    @Cached(key = "sorted:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, String>> sorting(List<Long> ids) {
        begin("sorting " + ids);
        return source.thenApply(ready -> {
            Collections.sort(ids);
            return all(ids);
        });
    }

    @Cached(key = "short:{ids[]}", ttl = 60)
    public CompletableFuture<List<String>> shortened(List<Long> ids) {
        begin("shortened " + ids);
        return source.thenApply(ready -> new ArrayList<>(all(ids).values()));
    }

    @Cached(key = "unless:{ids[]}", ttl = 60, unless = "isOdd", tags = "tag:{ids[]}")
    public CompletableFuture<Map<Long, Integer>> unless(Collection<Long> ids) {
        begin("unless " + ids);
        return source.thenApply(ready -> {
            Map<Long, Integer> found = new HashMap<>();
            ids.forEach(id -> found.put(id, id.intValue()));
            return found;
        });
    }

    public boolean isOdd(Integer value) {
        threads.add(Thread.currentThread());
        return value % 2 == 1;
    }

    @Cached(key = "thrown:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, String>> throwing(Collection<Long> ids) {
        begin("throwing " + ids);
        throw new IllegalStateException("thrown");
    }

    @Cached(key = "nothing:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, String>> nothing(Collection<Long> ids) {
        begin("nothing " + ids);
        return null;
    }

    @Cached(key = "locked:{ids[]}", ttl = 60)
    public synchronized CompletableFuture<Map<Long, String>> locked(Collection<Long> ids) {
        begin("locked " + ids);
        return source.thenApply(ready -> all(ids));
    }

    /** The body needs the caller's monitor. */
    public synchronized CompletableFuture<Map<Long, String>> lockedByCaller(Collection<Long> ids) {
        CompletableFuture<Map<Long, String>> given = locked(ids);
        if (!given.isDone()) {
            throw new IllegalStateException("the body waits for its caller");
        }
        return given;
    }

    @Cached(key = "mixed:{ids[]}", ttl = 60)
    @CacheEvict(key = "user:{ids[]}")
    public CompletableFuture<Map<Long, String>> evicting(Collection<Long> ids) {
        begin("evicting " + ids);
        return source.thenApply(ready -> all(ids));
    }

    @CacheEvict(key = "user:{ids[]}")
    public void evict(Collection<Long> ids) {}

    @CacheEvict(tag = "tag:{id}")
    public void evictTag(long id) {}

    @CachePut(key = "user:{ids[]}", ttl = 60)
    public CompletableFuture<Map<Long, String>> put(Collection<Long> ids) {
        return source.thenApply(ready -> all(ids));
    }
}
