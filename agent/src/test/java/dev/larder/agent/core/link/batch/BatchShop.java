package dev.larder.agent.core.link.batch;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Methods that return many. Their source has a value for every id but those that can be divided by 5. */
public final class BatchShop {

    public final List<String> runs = new CopyOnWriteArrayList<>();
    public final Map<Long, Integer> versions = new ConcurrentHashMap<>();
    public volatile String tenant = "a";
    public volatile Runnable during = () -> {};

    private String value(Long id) {
        return id == null ? "of null" : id % 5 == 0 ? null : "user " + id + "." + versions.getOrDefault(id, 0);
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

    @Cached(key = "user:{id}", ttl = 60)
    public String one(long id) {
        runs.add("one " + id);
        return value(id);
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, String> many(Collection<Long> ids) {
        runs.add("many " + ids);
        during.run();
        return all(ids);
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public List<String> listed(List<Long> ids) {
        runs.add("listed " + ids);
        List<String> found = new ArrayList<>();
        ids.forEach(id -> found.add(value(id)));
        return found;
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, String> ofArray(long... ids) {
        runs.add("ofArray " + Arrays.toString(ids));
        List<Long> all = new ArrayList<>();
        Arrays.stream(ids).forEach(all::add);
        return all(all);
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, String> ofObjects(Long[] ids) {
        runs.add("ofObjects " + Arrays.toString(ids));
        return all(Arrays.asList(ids));
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, String> ofSorted(SortedSet<Long> ids) {
        runs.add("ofSorted " + ids);
        return all(ids);
    }

    @Cached(key = "user:{ids[]}", ttl = 60)
    public Map<Long, String> ofIterable(Iterable<Long> ids) {
        List<Long> all = new ArrayList<>();
        ids.forEach(all::add);
        runs.add("ofIterable " + all);
        return all(all);
    }

    @Cached(key = "user:{this.tenant}:{kind}:{ids[]}", ttl = 60)
    public Map<Long, String> ofKind(String kind, Set<Long> ids) {
        runs.add("ofKind " + tenant + kind + ids);
        Map<Long, String> found = new TreeMap<>();
        ids.forEach(id -> found.put(id, tenant + kind + id));
        return found;
    }

    @Cached(
            key = "tagged:{ids[]}",
            ttl = 60,
            tags = {"t:{ids[]}", "all"})
    public Map<Long, String> tagged(Collection<Long> ids) {
        runs.add("tagged " + ids);
        during.run();
        return all(ids);
    }

    @CacheEvict(tag = "t:{id}")
    public void evictTag(long id) {}

    @CacheEvict(tag = "all")
    public void evictAll() {}

    @CacheEvict(key = "user:{ids[]}")
    public void evict(Collection<Long> ids) {}

    @Cached(key = "user:{id}", ttl = 60, nullTtl = 0)
    public String oneWithoutNull(long id) {
        return value(id);
    }

    @Cached(key = "nonull:{ids[]}", ttl = 60, nullTtl = 0)
    public Map<Long, String> withoutNull(Collection<Long> ids) {
        runs.add("withoutNull " + ids);
        return all(ids);
    }

    @Cached(key = "explicit:{ids[]}", ttl = 60)
    public Map<Long, String> explicitNulls(Collection<Long> ids) {
        runs.add("explicitNulls " + ids);
        Map<Long, String> found = new LinkedHashMap<>();
        ids.forEach(id -> found.put(id, value(id)));
        return found;
    }

    @Cached(key = "short:{ids[]}", ttl = 60)
    public List<String> shortened(List<Long> ids) {
        runs.add("shortened " + ids);
        List<String> found = new ArrayList<>();
        ids.stream().filter(id -> value(id) != null).forEach(id -> found.add(value(id)));
        return found;
    }

    @Cached(key = "group:{ids[]}", ttl = 60)
    public Map<Long, List<String>> groups(Collection<Long> ids) {
        runs.add("groups " + ids);
        Map<Long, List<String>> found = new HashMap<>();
        all(ids).forEach((id, value) -> found.put(id, new ArrayList<>(List.of(value))));
        return found;
    }

    @Cached(key = "parents:{ids[]}", ttl = 60)
    public Map<Long, String> withParents(Collection<Long> ids) {
        runs.add("withParents " + ids);
        Map<Long, String> found = all(ids);
        found.put(-1L, "parent");
        return found;
    }

    @Cached(key = "other:{ids[]}", ttl = 60)
    public Map<String, String> otherKeys(List<String> names) {
        return Map.of();
    }

    @Cached(key = "upper:{names[]}", ttl = 60)
    public Map<String, String> upper(List<String> names) {
        runs.add("upper " + names);
        Map<String, String> found = new HashMap<>();
        names.forEach(name -> found.put(name.toUpperCase(java.util.Locale.ROOT), name));
        return found;
    }

    @Cached(key = "unless:{ids[]}", ttl = 60, unless = "isOdd")
    public Map<Long, Integer> unless(Collection<Long> ids) {
        runs.add("unless " + ids);
        Map<Long, Integer> found = new HashMap<>();
        ids.forEach(id -> found.put(id, id.intValue()));
        return found;
    }

    public boolean isOdd(Integer value) {
        return value % 2 == 1;
    }

    @Cached(key = "small:{ids[]}", ttl = 60, unless = "isBig")
    public List<Integer> small(List<Long> ids) {
        runs.add("small " + ids);
        List<Integer> found = new ArrayList<>();
        ids.forEach(id -> found.add(id % 5 == 0 ? null : id.intValue()));
        return found;
    }

    public boolean isBig(int value) {
        return value > 100;
    }

    @Cached(key = "small:{id}", ttl = 60, unless = "isBig")
    public CompletableFuture<Integer> smallLater(long id) {
        runs.add("smallLater " + id);
        return CompletableFuture.completedFuture(id % 5 == 0 ? null : (int) id);
    }

    @Cached(key = "when:{ids[]}", ttl = 60, when = "areFew")
    public Map<Long, String> few(Collection<Long> ids) {
        runs.add("few " + ids);
        return all(ids);
    }

    public boolean areFew(Collection<Long> ids) {
        return ids.size() < 3;
    }

    @Cached(key = "secret:{id}", ttl = 60, sensitive = true)
    public String secret(long id) {
        runs.add("secret " + id);
        return value(id);
    }

    @Cached(key = "secret:{ids[]}", ttl = 60, sensitive = true)
    public Map<Long, String> secrets(Collection<Long> ids) {
        runs.add("secrets " + ids);
        return all(ids);
    }

    @CachePut(key = "secret:{ids[]}", value = "{secrets}", ttl = 60, sensitive = true)
    public void putSecrets(Collection<Long> ids, Map<Long, String> secrets) {}

    @CacheEvict(key = "secret:{ids[]}", sensitive = true)
    public void evictSecrets(Collection<Long> ids) {}

    @Cached(key = "throwing:{ids[]}", ttl = 60)
    public Map<Long, String> throwing(Collection<Long> ids) {
        runs.add("throwing " + ids);
        if (ids.contains(13L)) {
            throw new IllegalStateException("13");
        }
        return all(ids);
    }

    @Cached(key = "null:{ids[]}", ttl = 60)
    public Map<Long, String> nothing(Collection<Long> ids) {
        runs.add("nothing " + ids);
        return null;
    }
}
