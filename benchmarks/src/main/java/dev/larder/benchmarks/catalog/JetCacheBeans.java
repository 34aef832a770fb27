package dev.larder.benchmarks.catalog;

import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.Kryo5ValueDecoder;
import com.alicp.jetcache.support.Kryo5ValueEncoder;
import io.lettuce.core.RedisClient;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * JetCache set up as its documentation does it outside Spring Boot: keys by Fastjson, values by Kryo, the faster of its
 * two codecs, and statistics on.
 */
final class JetCacheBeans {

    private static final int STATISTICS_MINUTES = 15;

    private JetCacheBeans() {}

    static Catalog inMemory(Class<? extends Catalog> type, CacheLimits limits) {
        return SpringBeans.proxy(type, Caching.class, GlobalCacheConfig.class, caches(limits, Map.of()));
    }

    static Catalog onRedis(Class<? extends Catalog> type, CacheLimits limits) {
        CacheBuilder remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
                .valueEncoder(Kryo5ValueEncoder.INSTANCE)
                .valueDecoder(Kryo5ValueDecoder.INSTANCE)
                .redisClient(RedisClient.create(limits.redisUrl()));
        GlobalCacheConfig caches = caches(limits, Map.of(CacheConsts.DEFAULT_AREA, remote));
        return SpringBeans.proxy(type, Caching.class, GlobalCacheConfig.class, caches);
    }

    private static GlobalCacheConfig caches(CacheLimits limits, Map<String, CacheBuilder> remote) {
        CacheBuilder local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(limits.maxEntries())
                .keyConvertor(Fastjson2KeyConvertor.INSTANCE);
        GlobalCacheConfig caches = new GlobalCacheConfig();
        caches.setLocalCacheBuilders(Map.of(CacheConsts.DEFAULT_AREA, local));
        caches.setRemoteCacheBuilders(remote);
        caches.setStatIntervalMinutes(STATISTICS_MINUTES);
        return caches;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodCache(basePackages = "dev.larder.benchmarks.catalog", proxyTargetClass = true)
    @Import(JetCacheBaseBeans.class)
    static class Caching {}
}
