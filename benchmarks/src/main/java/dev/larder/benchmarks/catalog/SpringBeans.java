package dev.larder.benchmarks.catalog;

import java.util.List;
import java.util.Map;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Catalogs as Spring's beans, behind the proxies that its caching makes of them.
 *
 * <p>Their contexts stay open until the JVM ends.
 */
final class SpringBeans {

    private SpringBeans() {}

    static Catalog onCaffeine(Class<? extends Catalog> type, CacheLimits limits) {
        CaffeineCacheManager caches = new CaffeineCacheManager("users", "items", "pages");
        caches.setCaffeine(limits.caffeine());
        return proxy(type, Caching.class, CacheManager.class, caches);
    }

    /** Values are JSON as with the hand-written form: Spring's default, Java serialization, would be slower. */
    static Catalog onRedis(Class<? extends Catalog> type, CacheLimits limits) {
        LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", limits.redisPort());
        connections.afterPropertiesSet();
        connections.start();
        JsonMapper mapper = new JsonMapper();
        RedisCacheManager caches = RedisCacheManager.builder(connections)
                .withInitialCacheConfigurations(Map.of(
                        "users", json(mapper, mapper.constructType(User.class)),
                        "items", json(mapper, mapper.getTypeFactory().constructCollectionType(List.class, Item.class)),
                        "pages", json(mapper, mapper.constructType(String.class))))
                .enableStatistics()
                .build();
        caches.afterPropertiesSet();
        return proxy(type, Caching.class, CacheManager.class, caches);
    }

    private static RedisCacheConfiguration json(JsonMapper mapper, JavaType type) {
        return RedisCacheConfiguration.defaultCacheConfig()
                .entryTtl(CacheLimits.TTL)
                .serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(mapper, type)));
    }

    /** Returns the one catalog of a context of {@code type}, {@code configuration} and the bean that steers caching. */
    static <B> Catalog proxy(Class<? extends Catalog> type, Class<?> configuration, Class<B> beanType, B bean) {
        @SuppressWarnings("resource") // see above
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(beanType, () -> bean);
        context.register(configuration, type);
        context.refresh();
        return context.getBean(Catalog.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class Caching {}
}
