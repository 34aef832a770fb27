package dev.larder.benchmarks.catalog;

import static org.awaitility.Awaitility.await;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.Mode;
import java.time.Duration;
import java.util.List;

/** Annotated, and woven by the packed agent that this JVM was started with. */
final class WithLarder extends Catalog {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private WithLarder() {}

    /** Returns once the agent caches in the {@code wanted} mode, since nothing else is to be measured. */
    static Catalog in(Mode wanted) {
        WithLarder catalog = new WithLarder();
        await("the mode of an agent in this JVM").atMost(PATIENCE).until(Larder::mode, wanted::equals);
        return catalog;
    }

    @Override
    @Cached(key = "user:{id}", ttl = CacheLimits.TTL_SECONDS)
    public User byId(long id) {
        return Source.user(id);
    }

    @Override
    @Cached(key = "user:{name}", ttl = CacheLimits.TTL_SECONDS)
    public User byName(String name) {
        return Source.user(name);
    }

    @Override
    @Cached(key = "user:{tenant}:{id}", ttl = CacheLimits.TTL_SECONDS)
    public User byTenant(String tenant, long id) {
        return Source.user(id);
    }

    @Override
    @Cached(key = "user:{request.user.id}", ttl = CacheLimits.TTL_SECONDS)
    public User byRequest(Request request) {
        return Source.user(request.user().id());
    }

    @Override
    @Cached(key = "items:{id}", ttl = CacheLimits.TTL_SECONDS)
    public List<Item> items(long id) {
        return Source.items(id);
    }

    @Override
    @Cached(key = "page:{id}", ttl = CacheLimits.TTL_SECONDS)
    public String page(long id) {
        return Source.page(id);
    }

    @Override
    @CacheEvict(key = "user:{id}")
    public void evict(long id) {}
}
