package dev.larder.agent.apps;

import dev.larder.Cached;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what its methods return, with the class of everything in it. With the argument {@code reader}, no body may run. */
public final class TypedApp {

    private final boolean mayRun;

    private TypedApp(boolean mayRun) {
        this.mayRun = mayRun;
    }

    public static void main(String[] arguments) throws Exception {
        RedisMode.await();
        TypedApp app = new TypedApp(arguments.length == 0);
        people(app).forEach(System.out::println);
    }

    private static List<String> people(TypedApp app) {
        List<String> lines = new ArrayList<>();
        for (Person person : app.list()) {
            lines.add("list " + describe(person));
        }
        new TreeMap<>(app.levels()).forEach((id, levels) -> {
            for (Level level : levels) {
                lines.add("levels " + describe(id) + describe(level));
            }
        });
        for (Person person : app.page().items) {
            lines.add("page " + describe(person) + describe(app.page().total));
        }
        app.nested().forEach((name, groups) -> {
            for (Set<? extends Number> group : groups) {
                for (Number number : group) {
                    lines.add("nested " + describe(name) + describe(number));
                }
            }
        });
        return lines;
    }

    private static String describe(Object value) {
        return value.getClass().getName() + " " + value + " ";
    }

    @Cached(key = "list", ttl = 300)
    List<Person> list() {
        return body(new ArrayList<>(List.of(new Person("Ada", 36), new Person("Mary", 92))));
    }

    @Cached(key = "levels", ttl = 300)
    Map<Long, Set<Level>> levels() {
        return body(new HashMap<>(Map.of(1L, EnumSet.of(Level.LOW), 1L << 40, EnumSet.allOf(Level.class))));
    }

    @Cached(key = "page", ttl = 300)
    PeoplePage page() {
        return body(new PeoplePage(List.of(new Person("Emmy", 53)), 7));
    }

    @Cached(key = "nested", ttl = 300)
    Map<String, ? extends Collection<? extends Set<Short>>> nested() {
        return body(new TreeMap<>(Map.of("a", List.of(Set.of((short) 1)), "b", List.of(Set.of((short) 2)))));
    }

    private <T> T body(T result) {
        if (!mayRun) {
            throw new IllegalStateException("The body ran");
        }
        return result;
    }

    enum Level {
        LOW,
        HIGH
    }

    record Person(String name, int age) {}

    static class Page<T> {

        final List<T> items;
        final Long total;

        Page(List<T> items, long total) {
            this.items = items.stream().collect(Collectors.toCollection(ArrayList::new));
            this.total = total;
        }
    }

    static final class PeoplePage extends Page<Person> {

        PeoplePage(List<Person> items, long total) {
            super(items, total);
        }
    }

    /** Nobody needs it; only an entry in Redis may name it. */
    static final class Trap {

        static {
            System.out.println("sprung");
        }
    }
}
