package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What services return that is neither declared by its class nor immutable, and what callers get of it from memory. */
final class CopiesIT {

    private static final String APPLICATION = """
            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;
            import java.util.*;
            import java.util.concurrent.ConcurrentHashMap;
            import java.util.function.Supplier;
            import java.util.stream.*;

            public class Application {
                interface Shape {}
                static class Circle implements Shape { double radius = 1; List<String> tags = new ArrayList<>(List.of("a")); }
                static abstract class Animal { String name = "n"; }
                static final class Dog extends Animal { final int age = 3; private transient String mood = "good"; }
                static class Node { Node parent; final List<Node> children = new ArrayList<>(); }
                record Money(String currency, long cents) {}
                record Page(List<Shape> content, Map<String, Object> model) {}
                enum Size { S, M }

                final Map<String, Integer> runs = new TreeMap<>();
                final Map<String, Supplier<Object>> shapes = new LinkedHashMap<>();

                Application() {
                    shapes.put("listOfAnInterface", () -> new ArrayList<Shape>(List.of(new Circle(), new Circle())));
                    shapes.put("abstractResult", Dog::new);
                    shapes.put("mapOfObjects", () -> new HashMap<>(Map.of("shape", new Circle(), "n", 1, "money", new Money("EUR", 1))));
                    shapes.put("parentLinks", Application::tree);
                    shapes.put("subList", () -> new ArrayList<>(List.of(new Circle(), new Circle(), new Dog())).subList(1, 3));
                    shapes.put("sortedMap", Application::sorted);
                    shapes.put("sortedSet", Application::sortedSet);
                    shapes.put("synchronizedList", () -> Collections.synchronizedList(new ArrayList<>(List.of(new Dog()))));
                    shapes.put("entry", () -> Map.entry("k", new Circle()));
                    shapes.put("records", () -> IntStream.range(0, 100).mapToObj(i -> new Money("EUR", i)).collect(Collectors.toList()));
                    shapes.put("grouped", () -> Stream.of("a", "b", "aa").collect(Collectors.groupingBy(String::length)));
                    shapes.put("partitioned", () -> Stream.of(1, 2, 3).collect(Collectors.partitioningBy(i -> i > 1)));
                    shapes.put("toList", () -> Stream.of(new Circle(), new Dog()).toList());
                    shapes.put("optional", () -> Optional.of(new Circle()));
                    shapes.put("page", () -> new Page(new ArrayList<>(List.of(new Circle())), new TreeMap<>(Map.of("a", new Dog()))));
                    shapes.put("enumMap", () -> new EnumMap<>(Map.of(Size.M, new Circle())));
                    shapes.put("concurrentMap", () -> new ConcurrentHashMap<>(Map.of("a", new Circle())));
                    shapes.put("array", () -> new Shape[] {new Circle()});
                    shapes.put("keySet", () -> new HashMap<>(Map.of("a", 1)).keySet());
                    shapes.put("self", Application::self);
                    shapes.put("deque", () -> new ArrayDeque<>(List.of(new Circle())));
                    shapes.put("date", () -> new GregorianCalendar(2026, 1, 1));
                }

                static Object tree() {
                    Node root = new Node();
                    for (int i = 0; i < 3; i++) { Node child = new Node(); child.parent = root; root.children.add(child); }
                    return root;
                }
                static Object sorted() {
                    Map<String, Shape> map = new TreeMap<>(Comparator.comparing(String::length).reversed());
                    map.put("a", new Circle()); map.put("bb", new Circle());
                    return map;
                }
                static Object sortedSet() {
                    Set<Money> set = new TreeSet<>(Comparator.comparing(Money::cents).reversed());
                    set.add(new Money("EUR", 1)); set.add(new Money("EUR", 2));
                    return set;
                }
                static Object self() { List<Object> list = new ArrayList<>(); list.add(list); return list; }

                @Cached(key = "shape:{0}", ttl = 60) Object shape(String name) {
                    runs.merge(name, 1, Integer::sum);
                    return shapes.get(name).get();
                }
                @Cached(key = "list:{0}", ttl = 60) List<Shape> list(int id) {
                    runs.merge("list", 1, Integer::sum);
                    return new ArrayList<>(List.of(new Circle()));
                }

                public static void main(String[] args) throws Exception {
                    Application a = new Application();
                    a.list(0);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.MEMORY);
                    for (String name : a.shapes.keySet()) {
                        Object first = a.shape(name);
                        Object second = a.shape(name);
                        Object third = a.shape(name);
                        System.out.println(name + " runs " + a.runs.get(name) + " own " + (second != third && second != first)
                                + " class " + (first.getClass() == second.getClass()));
                    }
                    Node root = (Node) a.shape("parentLinks");
                    System.out.println("parents " + root.children.stream().allMatch(child -> child.parent == root));
                    Dog dog = (Dog) a.shape("abstractResult");
                    System.out.println("dog " + dog.name + dog.age + dog.mood);
                    System.out.println("order " + ((Map<?, ?>) a.shape("sortedMap")).keySet());
                    List<?> self = (List<?>) a.shape("self");
                    System.out.println("self " + (self.get(0) == self));
                    for (int i = 0; i < 3; i++) {
                        List<Shape> mine = a.list(1);
                        ((Circle) mine.get(0)).tags.add("mine");
                        mine.add(new Circle());
                    }
                    List<Shape> mine = a.list(1);
                    System.out.println("list runs " + a.runs.get("list") + " size " + mine.size() + " tags " + ((Circle) mine.get(0)).tags);
                }
            }
            """;

    private static final String LARGE = """
            import dev.larder.Cached;

            public class Large {
                @Cached(key = "text:{0}", ttl = 3600) String text(int id) { return "x".repeat(1_000_000) + id; }
                @Cached(key = "bytes:{0}", ttl = 3600) byte[] bytes(int id) { return new byte[1_000_000]; }

                public static void main(String[] args) {
                    Large large = new Large();
                    for (int i = 0; i < 500; i++) {
                        large.text(i);
                        large.bytes(i);
                    }
                    System.out.println("done");
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Application", APPLICATION, "Large", LARGE),
                "-parameters");
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void mutableResultsOfAnyClass_areCachedInMemoryAndCopiedForEachCaller(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .classPath(classes, PackedAgent.annotations())
                .main("Application")
                .run();

        List<String> lines = run.stdout().lines().toList();
        assertThat(lines)
                .as(run.stderr())
                .filteredOn(line -> line.contains(" own "))
                .hasSize(22)
                .allMatch(line -> line.endsWith(" runs 1 own true class true"));
        assertThat(lines)
                .contains("parents true", "dog n3good", "order [bb, a]", "self true", "list runs 2 size 1 tags [a]");
        assertThat(run.agentLines()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        assertThat(run.stderr().lines()).allMatch(line -> line.startsWith("[larder]"));
    }

    /** 1,000 results of a megabyte each, in a heap of 100, of which a tenth is theirs. */
    @ParameterizedTest
    @MethodSource("jdks")
    void f36_largeResults_leaveTheHeapToTheApplication(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .options("-Xmx100m")
                .agent(PackedAgent.jar())
                .classPath(classes, PackedAgent.annotations())
                .main("Large")
                .run();

        assertThat(run.stdout()).as(run.stderr()).contains("done");
        assertThat(run.exitCode()).isZero();
    }
}
