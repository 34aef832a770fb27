package dev.larder.benchmarks.catalog;

import java.util.List;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/** Spring Cache with its default keys, made of the arguments. */
class SpringCatalog extends Catalog {

    @Override
    @Cacheable("users")
    public User byId(long id) {
        return Source.user(id);
    }

    @Override
    @Cacheable("users")
    public User byName(String name) {
        return Source.user(name);
    }

    @Override
    @Cacheable("users")
    public User byTenant(String tenant, long id) {
        return Source.user(id);
    }

    @Override
    @Cacheable(cacheNames = "users", key = "#request.user.id")
    public User byRequest(Request request) {
        return Source.user(request.user().id());
    }

    @Override
    @Cacheable("items")
    public List<Item> items(long id) {
        return Source.items(id);
    }

    @Override
    @Cacheable("pages")
    public String page(long id) {
        return Source.page(id);
    }

    @Override
    @CacheEvict("users")
    public void evict(long id) {}
}
