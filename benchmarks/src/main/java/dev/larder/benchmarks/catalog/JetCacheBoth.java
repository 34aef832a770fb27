package dev.larder.benchmarks.catalog;

import com.alicp.jetcache.anno.CacheInvalidate;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;

/** JetCache in memory, in front of Redis: what one process evicts another may go on serving. */
class JetCacheBoth extends Catalog {

    @Override
    @Cached(name = "byId.", key = "#id", expire = CacheLimits.TTL_SECONDS, cacheType = CacheType.BOTH)
    public User byId(long id) {
        return Source.user(id);
    }

    @Override
    @CacheInvalidate(name = "byId.", key = "#id")
    public void evict(long id) {}
}
