package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.LarderCache;
import dev.larder.Mode;
import dev.larder.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Uses annotations and API on the same entries, and prints what comes of it. Its argument is the mode to wait for. */
public final class ProgrammaticApp {

    /** A value of the application's own. */
    public record User(String name, int age) {}

    private static final LarderCache<User> USERS = Larder.cache(User.class);
    private static final LarderCache<List<User>> LISTS = Larder.cache(new ValueType<List<User>>() {});

    private int runs;

    private ProgrammaticApp() {}

    public static void main(String[] arguments) throws Exception {
        await(Mode.valueOf(arguments[0]));
        System.out.println("active " + Larder.isActive());
        ProgrammaticApp app = new ProgrammaticApp();
        app.annotatedThenApi();
        app.apiThenAnnotated();
        app.evictions();
        app.bulk();
        app.counters();
    }

    public static void await(Mode wanted) throws Exception {
        Awaiting.until(() -> Larder.mode() == wanted);
    }

    private void annotatedThenApi() {
        find(42, "a");
        name(42);
        list(List.of(1L, 2L));
        say("found", USERS.get(Larder.key("user:{0}", 42)));
        say("found with fewer tags", USERS.withTags("x", "y").get("user:42"));
        say("text", Larder.cache(String.class).get("name:42"));
        say("list", LISTS.get(Larder.key("users:{0}", List.of(1L, 2L))));
        say("loaded", USERS.getOrLoad("user:42", () -> new User("nobody", 0)));
    }

    private void apiThenAnnotated() {
        USERS.withTags("team:b").put("user:43", new User("put", 1));
        say("annotated", find(43, "b"));
        say("stored", USERS.putIfAbsent("user:43", new User("late", 2)));
        say("runs", runs);
    }

    private void evictions() {
        USERS.evictTag(Larder.key("team:{0}", "a"));
        say("after tag", USERS.exists("user:42"));
        rename(43);
        say("after annotation", USERS.exists("user:43"));
        find(42, "a");
        USERS.evictPattern("user:*");
        say("after pattern", USERS.exists("user:42"));
        find(42, "a");
        say("runs", runs);
    }

    private void bulk() {
        USERS.putAll(Map.of("bulk:1", new User("one", 1), "bulk:2", new User("two", 2)));
        say("all", USERS.getAll(List.of("bulk:2", "bulk:0", "bulk:1")));
        USERS.evictAll(List.of("bulk:1", "bulk:2"));
        say("none", USERS.getAll(List.of("bulk:2", "bulk:1")));
    }

    private void counters() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    new Thread(() -> Stream.generate(() -> "visits").limit(100).forEach(USERS::increment)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        say("visits", USERS.decrement("visits", 0));
        Callable<User> failing = () -> USERS.getOrLoad("absent", () -> {
            throw new IOException("theirs");
        });
        try {
            failing.call();
        } catch (IOException e) {
            say("thrown", e.getMessage());
        }
    }

    @Cached(key = "user:{id}", ttl = 300, tags = "team:{team}")
    User find(long id, String team) {
        runs++;
        return new User("user " + id, team.length());
    }

    @Cached(key = "name:{id}", ttl = 300)
    String name(long id) {
        return "name " + id;
    }

    @Cached(key = "users:{ids}", ttl = 300)
    List<User> list(List<Long> ids) {
        return List.of(new User("some", ids.size()));
    }

    @CacheEvict(key = "user:{id}")
    void rename(long id) {
        // As if it wrote to a database.
    }

    private static void say(String what, Object result) {
        System.out.println(what + " " + result);
    }
}
