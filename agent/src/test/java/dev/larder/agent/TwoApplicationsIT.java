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

/** Two applications in one JVM, as in a container, that have the same classes and the same keys, without Redis. */
final class TwoApplicationsIT {

    private static final Map<String, String> SOURCES = Map.of("app.Shop", """
            package app;
            import dev.larder.*;
            import java.util.*;
            public class Shop implements java.util.function.Function<String, String> {
                public record Greeting(String from) {}
                public static class Bean { public String from; public List<String> lines = new ArrayList<>(); }
                private String name;
                private int runs;
                @Cached(key = "greet:1", ttl = 600) public Greeting greet() { runs++; return new Greeting(name); }
                @Cached(key = "bean:1", ttl = 600) public Bean bean() {
                    runs++;
                    Bean bean = new Bean();
                    bean.from = name;
                    return bean;
                }
                @Cached(key = "text:1", ttl = 600) public String text() { runs++; return name; }
                @CacheEvict(key = {"greet:1", "bean:1"}, pattern = "tex*") public void evict() {}
                @Override public String apply(String what) {
                    switch (what) {
                        case "evict" -> evict();
                        case "put" -> Larder.cache(String.class).put("direct:1", name);
                        case "get" -> { return "" + Larder.cache(String.class).get("direct:1"); }
                        case "call" -> { return greet().from() + bean().from + text() + " after " + runs; }
                        default -> name = what;
                    }
                    return "";
                }
            }
            """, "app.Container", """
            package app;
            import java.lang.ref.WeakReference;
            import java.util.function.Function;
            public class Container extends ClassLoader {
                Container() { super(Container.class.getClassLoader()); }
                @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                    synchronized (getClassLoadingLock(name)) {
                        if (!name.startsWith("app.Shop")) return super.loadClass(name, resolve);
                        Class<?> loaded = findLoadedClass(name);
                        if (loaded != null) return loaded;
                        String file = name.substring("app.".length()) + ".class";
                        try (var in = Container.class.getResourceAsStream(file)) {
                            byte[] bytes = in.readAllBytes();
                            return defineClass(name, bytes, 0, bytes.length);
                        } catch (java.io.IOException e) { throw new ClassNotFoundException(name, e); }
                    }
                }
                @SuppressWarnings("unchecked")
                static Function<String, String> deploy(String name) throws Exception {
                    var shop = (Function<String, String>)
                            new Container().loadClass("app.Shop").getConstructor().newInstance();
                    shop.apply(name);
                    return shop;
                }
                public static void main(String[] args) throws Exception {
                    var a = deploy("A");
                    var b = deploy("B");
                    a.apply("call");
                    dev.larder.agent.apps.Awaiting.until(() -> dev.larder.Larder.mode() == dev.larder.Mode.MEMORY);
                    a.apply("evict");
                    for (int i = 0; i < 3; i++) System.out.println(a.apply("call") + ", " + b.apply("call"));
                    a.apply("evict");
                    System.out.println(a.apply("call") + ", " + b.apply("call"));
                    a.apply("put");
                    System.out.println(a.apply("get") + b.apply("get"));
                    b.apply("put");
                    System.out.println(a.apply("get") + b.apply("get"));
                    var gone = new WeakReference<>(a.getClass().getClassLoader());
                    a = null;
                    dev.larder.agent.apps.Awaiting.until(() -> { System.gc(); return gone.get() == null; });
                    System.out.println(gone.get() == null ? "A is gone" : "A is still there");
                    System.out.println(b.apply("call"));
                }
            }
            """);

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), SOURCES);
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f8_f31_f7_applicationsAreApartMeetInEvictionsAndGo(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar())
                .main("app.Container")
                .run();
        assertThat(run.stdout().lines())
                .as(run.stderr())
                .satisfiesExactly(
                        line -> assertThat(line).matches("AAA after \\d+, BBB after 3"),
                        line -> assertThat(line).matches("AAA after \\d+, BBB after 3"),
                        line -> assertThat(line).matches("AAA after \\d+, BBB after 3"),
                        line -> assertThat(line).matches("AAA after \\d+, BBB after 6"),
                        line -> assertThat(line).isEqualTo("Anull"),
                        line -> assertThat(line).isEqualTo("nullB"),
                        line -> assertThat(line).isEqualTo("A is gone"),
                        line -> assertThat(line).isEqualTo("BBB after 6"));
    }
}
