package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Asks for many users at once and for one, and prints what it got and what the methods ran for. One line each. */
public final class BatchesApp {

    private final List<String> runs = new CopyOnWriteArrayList<>();

    record User(long id, String name) {}

    private BatchesApp() {}

    @Cached(key = "user:{id}", ttl = 600)
    User find(long id) {
        runs.add("find " + id);
        return user(id);
    }

    @Cached(key = "user:{ids[]}", ttl = 600)
    Map<Long, User> findAll(Collection<Long> ids) {
        runs.add("findAll " + ids);
        Map<Long, User> found = new LinkedHashMap<>();
        for (Long id : ids) {
            if (user(id) != null) {
                found.put(id, user(id));
            }
        }
        return found;
    }

    @Cached(key = "user:{ids[]}", ttl = 600)
    List<User> list(long... ids) {
        runs.add("list " + ids.length);
        List<User> found = new ArrayList<>();
        for (long id : ids) {
            found.add(user(id));
        }
        return found;
    }

    @Cached(key = "user:{ids[]}", ttl = 600)
    CompletableFuture<Map<Long, User>> later(Set<Long> ids) {
        runs.add("later " + ids);
        return CompletableFuture.supplyAsync(() -> {
            Map<Long, User> found = new LinkedHashMap<>();
            ids.forEach(id -> found.put(id, user(id)));
            return found;
        });
    }

    @CacheEvict(key = "user:{ids[]}")
    void forget(Collection<Long> ids) {}

    private static User user(long id) {
        return id % 5 == 0 ? null : new User(id, "n" + id);
    }

    public static void main(String[] mode) throws Exception {
        BatchesApp app = new BatchesApp();
        app.find(1_000);
        Awaiting.until(() -> Larder.mode() == Mode.valueOf(mode[0]));
        System.out.println(Larder.mode());
        app.runs.clear();
        app.print(app.find(2));
        app.print(app.findAll(List.of(3L, 2L, 5L)));
        app.print(app.findAll(List.of(5L, 3L, 2L)));
        app.print(app.list(4, 3, 5, 4));
        app.print(app.find(4));
        app.forget(List.of(3L, 4L));
        app.print(app.findAll(List.of(2L, 3L, 4L)));
        app.print(app.findAll(List.of()));
        app.print(app.later(new TreeSet<>(List.of(7L, 6L, 4L))).get(10, TimeUnit.SECONDS));
        app.print(app.findAll(List.of(6L, 7L)));
        app.print(app.later(new TreeSet<>(List.of(7L, 6L, 4L))).get(10, TimeUnit.SECONDS));
    }

    private void print(Object result) {
        System.out.println(result + " " + runs);
        runs.clear();
    }
}
