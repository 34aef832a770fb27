package dev.larder.benchmarks.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.List;

/** Caffeine as one would write it by hand, with a key in text: the code Larder spares its users. */
class HandWritten extends Catalog {

    private final Cache<String, User> users;
    private final Cache<String, List<Item>> lists;
    private final Cache<String, String> pages;

    HandWritten(CacheLimits limits) {
        this.users = limits.caffeine().build();
        this.lists = limits.caffeine().build();
        this.pages = limits.caffeine().build();
    }

    @Override
    public User byId(long id) {
        String key = "user:" + id;
        User user = users.getIfPresent(key);
        if (user == null) {
            user = Source.user(id);
            users.put(key, user);
        }
        return user;
    }

    @Override
    public User byName(String name) {
        String key = "user:" + name;
        User user = users.getIfPresent(key);
        if (user == null) {
            user = Source.user(name);
            users.put(key, user);
        }
        return user;
    }

    @Override
    public User byTenant(String tenant, long id) {
        String key = "user:" + tenant + ":" + id;
        User user = users.getIfPresent(key);
        if (user == null) {
            user = Source.user(id);
            users.put(key, user);
        }
        return user;
    }

    @Override
    public User byRequest(Request request) {
        return byId(request.user().id());
    }

    /** All callers get the same list: fast, and wrong as soon as one of them changes it. */
    @Override
    public List<Item> items(long id) {
        String key = "items:" + id;
        List<Item> items = lists.getIfPresent(key);
        if (items == null) {
            items = Source.items(id);
            lists.put(key, items);
        }
        return items;
    }

    @Override
    public String page(long id) {
        String key = "page:" + id;
        String page = pages.getIfPresent(key);
        if (page == null) {
            page = Source.page(id);
            pages.put(key, page);
        }
        return page;
    }

    @Override
    public void evict(long id) {
        users.invalidate("user:" + id);
    }
}
