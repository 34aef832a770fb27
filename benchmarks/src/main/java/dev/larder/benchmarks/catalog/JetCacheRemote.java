package dev.larder.benchmarks.catalog;

import com.alicp.jetcache.anno.CacheInvalidate;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;
import java.util.List;

/** JetCache on Redis. */
class JetCacheRemote extends Catalog {

    @Override
    @Cached(name = "byId.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.REMOTE)
    public User byId(long id) {
        return Source.user(id);
    }

    @Override
    @Cached(name = "items.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.REMOTE)
    public List<Item> items(long id) {
        return Source.items(id);
    }

    @Override
    @Cached(name = "pages.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.REMOTE)
    public String page(long id) {
        return Source.page(id);
    }

    @Override
    @CacheInvalidate(name = "byId.", key = "#id")
    public void evict(long id) {}
}
