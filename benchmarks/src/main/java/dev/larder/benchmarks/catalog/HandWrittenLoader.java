package dev.larder.benchmarks.catalog;

import com.github.benmanes.caffeine.cache.Cache;

/** Caffeine's {@code get(key, loader)}: concurrent callers of one key share a load, as with Larder. */
final class HandWrittenLoader extends Catalog {

    private final Cache<String, User> users;

    HandWrittenLoader(CacheLimits limits) {
        this.users = limits.caffeine().build();
    }

    @Override
    public User byId(long id) {
        return users.get("user:" + id, key -> Source.user(id));
    }

    @Override
    public void evict(long id) {
        users.invalidate("user:" + id);
    }
}
