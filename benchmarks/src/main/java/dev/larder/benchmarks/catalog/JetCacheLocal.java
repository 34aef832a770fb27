package dev.larder.benchmarks.catalog;

import com.alicp.jetcache.anno.CacheInvalidate;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;
import java.util.List;

/** JetCache in memory. */
class JetCacheLocal extends Catalog {

    @Override
    @Cached(name = "byId.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.LOCAL)
    public User byId(long id) {
        return Source.user(id);
    }

    @Override
    @Cached(name = "byName.", key = "#name", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.LOCAL)
    public User byName(String name) {
        return Source.user(name);
    }

    @Override
    @Cached(
            name = "byTenant.",
            key = "#tenant + ':' + #id",
            expire = CacheLimits.TTL_SECONDS,
            cacheType = CacheType.LOCAL)
    public User byTenant(String tenant, long id) {
        return Source.user(id);
    }

    @Override
    @Cached(
            name = "byRequest.",
            key = "#request.user.id",
            expire = CacheLimits.TTL_SECONDS,
            cacheType = CacheType.LOCAL)
    public User byRequest(Request request) {
        return Source.user(request.user().id());
    }

    @Override
    @Cached(name = "items.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.LOCAL)
    public List<Item> items(long id) {
        return Source.items(id);
    }

    @Override
    @Cached(name = "pages.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.LOCAL)
    public String page(long id) {
        return Source.page(id);
    }

    @Override
    @CacheInvalidate(name = "byId.", key = "#id")
    public void evict(long id) {}
}
