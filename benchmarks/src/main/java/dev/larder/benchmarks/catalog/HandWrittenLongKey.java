package dev.larder.benchmarks.catalog;

import com.github.benmanes.caffeine.cache.Cache;

/** Caffeine with the number itself for the key: no text is made, and no other process could share the entry. */
final class HandWrittenLongKey extends Catalog {

    private final Cache<Long, User> users;

    HandWrittenLongKey(CacheLimits limits) {
        this.users = limits.caffeine().build();
    }

    @Override
    public User byId(long id) {
        User user = users.getIfPresent(id);
        if (user == null) {
            user = Source.user(id);
            users.put(id, user);
        }
        return user;
    }

    @Override
    public void evict(long id) {
        users.invalidate(id);
    }
}
