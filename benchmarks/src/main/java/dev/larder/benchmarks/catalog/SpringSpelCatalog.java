package dev.larder.benchmarks.catalog;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/** Spring Cache with keys in its expression language, the same text as Larder's. */
class SpringSpelCatalog extends Catalog {

    @Override
    @Cacheable(cacheNames = "users", key = "'user:' + #id")
    public User byId(long id) {
        return Source.user(id);
    }

    @Override
    @Cacheable(cacheNames = "users", key = "'user:' + #name")
    public User byName(String name) {
        return Source.user(name);
    }

    @Override
    @Cacheable(cacheNames = "users", key = "'user:' + #tenant + ':' + #id")
    public User byTenant(String tenant, long id) {
        return Source.user(id);
    }

    @Override
    @Cacheable(cacheNames = "users", key = "'user:' + #request.user.id")
    public User byRequest(Request request) {
        return Source.user(request.user().id());
    }

    @Override
    @CacheEvict(cacheNames = "users", key = "'user:' + #id")
    public void evict(long id) {}
}
