package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fifty applications one after the other, each in a class loader of its own, as redeployments are. What the codec, the
 * copies and the threads knew of one must not hold it when it is discarded.
 */
final class DiscardedLoadersIT {

    private static final int APPLICATIONS = 50;
    private static final int METHODS = 7;

    private static final Map<String, String> APPLICATION = Map.of("app.Service", """
            package app;

            import dev.larder.*;
            import java.util.*;
            import java.util.concurrent.CompletableFuture;
            import java.util.function.IntFunction;

            public class Service implements IntFunction<String> {
                public interface Shape {}
                public static class Circle implements Shape {
                    double radius = 2;
                    @Override public String toString() { return "circle " + radius; }
                }
                public static class Basket {
                    private final String owner;
                    private final List<Line> lines = new ArrayList<>(List.of(new Line("a", 1)));
                    private Basket previous;
                    Basket(String owner) { this.owner = owner; }
                    @Override public String toString() { return owner + lines + previous; }
                }
                public record Line(String sku, int pieces) {}
                enum Level { LOW, HIGH }

                /** So that the class is loaded where a value is read, too. */
                static final Shape SEEN = new Circle();
                static int runs;

                @Cached(key = "basket:{id}", ttl = 600) Basket basket(int id) {
                    runs++;
                    Basket made = new Basket("b" + id);
                    made.previous = new Basket("p");
                    return made;
                }
                @Cached(key = "shapes:{id}", ttl = 600) List<Shape> shapes(int id) {
                    runs++;
                    return new ArrayList<>(List.of(new Circle(), new Circle()));
                }
                @Cached(key = "open:{id}", ttl = 600, types = {Basket.class, Line.class}) Map<String, Object> open(int id) {
                    runs++;
                    return new HashMap<>(Map.of("basket", new Basket("o"), "line", new Line("b", 2)));
                }
                @Cached(key = "levels:{id}", ttl = 600) EnumMap<Level, Line[]> levels(int id) {
                    runs++;
                    return new EnumMap<>(Map.of(Level.HIGH, new Line[] {new Line("c", 3)}));
                }
                @Cached(key = "later:{id}", ttl = 600) CompletableFuture<Basket> later(int id) {
                    runs++;
                    return CompletableFuture.completedFuture(new Basket("l"));
                }
                @Cached(key = "put:{line.sku}:{id}", ttl = 600) Optional<Basket> found(Line line, int id) {
                    runs++;
                    return Optional.empty();
                }
                @CachePut(key = "put:{line.sku}:{id}", ttl = 600) Optional<Basket> put(Line line, int id) {
                    return Optional.of(new Basket("stored"));
                }
                @Cached(key = "gone:{id}", ttl = 600) Line gone(int id) { runs++; return new Line("gone", 1); }
                @CacheEvict(key = "gone:{id}") void evict(int id) {}

                @Override public String apply(int id) {
                    try {
                        put(new Line("x", 1), id);
                        gone(id);
                        evict(id);
                        for (int i = 0; i < 2; i++) {
                            String all = basket(id) + "" + shapes(id) + new TreeMap<>(open(id)) + levels(id).get(Level.HIGH)[0]
                                + later(id).get() + found(new Line("x", 1), id) + gone(id);
                            if (!all.equals(EXPECTED.formatted(id))) return all;
                        }
                        return "right " + runs;
                    } catch (Exception e) {
                        return e.toString();
                    }
                }

                private static final String EXPECTED = "b%d[Line[sku=a, pieces=1]]p[Line[sku=a, pieces=1]]null[circle 2.0, circle 2.0]"
                    + "{basket=o[Line[sku=a, pieces=1]]null, line=Line[sku=b, pieces=2]}Line[sku=c, pieces=3]l[Line[sku=a, pieces=1]]null"
                    + "Optional[stored[Line[sku=a, pieces=1]]null]Line[sku=gone, pieces=1]";
            }
            """);

    private static final Map<String, String> HOST = Map.of("Host", """
            import dev.larder.*;
            import java.lang.ref.*;
            import java.net.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.function.IntFunction;

            public class Host {
                public static void main(String[] args) throws Exception {
                    URL[] classes = {Path.of(args[0]).toUri().toURL()};
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.valueOf(args[1]));
                    ReferenceQueue<ClassLoader> discarded = new ReferenceQueue<>();
                    List<Reference<ClassLoader>> loaders = new ArrayList<>();
                    Map<String, Integer> outcomes = new TreeMap<>();
                    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                        loaders.add(new PhantomReference<>(use(classes, i / 2, outcomes), discarded));
                    }
                    System.out.println(outcomes);
                    Set<Reference<?>> gone = new HashSet<>();
                    dev.larder.agent.apps.Awaiting.until(() -> {
                        System.gc();
                        for (Reference<?> next; (next = discarded.poll()) != null; ) gone.add(next);
                        return gone.size() >= loaders.size() - 1;
                    });
                    System.out.println("discarded");
                }

                /** Every second one finds in Redis what the one before has stored. */
                @SuppressWarnings("unchecked")
                static ClassLoader use(URL[] classes, int id, Map<String, Integer> outcomes) throws Exception {
                    try (URLClassLoader loader = new URLClassLoader(classes, Host.class.getClassLoader())) {
                        Thread.currentThread().setContextClassLoader(loader);
                        var service = (IntFunction<String>) loader.loadClass("app.Service").getConstructor().newInstance();
                        outcomes.merge(service.apply(id), 1, Integer::sum);
                        return loader;
                    } finally {
                        Thread.currentThread().setContextClassLoader(null);
                    }
                }
            }
            """);

    @TempDir
    static Path directory;

    private static Path application;
    private static Path host;

    @BeforeAll
    static void compile() throws Exception {
        application =
                Javac.compile(Jdks.oldest(), 17, directory.resolve("application"), APPLICATION, "-g", "-parameters");
        host = Javac.compile(Jdks.oldest(), 17, directory.resolve("host"), HOST);
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h26_valuesInMemory_holdNoLoader(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).main("Host", application.toString(), "MEMORY", "" + APPLICATIONS)
                .run();

        // What was evicted is loaded twice; what was put is not loaded at all.
        assertDiscarded(run, "{right " + METHODS + "=" + APPLICATIONS + "}");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h26_valuesInRedis_holdNoLoader(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished run = jvm(jdk).environment("REDIS_URL", redis.url())
                    .main("Host", application.toString(), "REDIS", "" + APPLICATIONS)
                    .run();

            int half = APPLICATIONS / 2;
            assertDiscarded(run, "{right 1=" + half + ", right " + METHODS + "=" + half + "}");
        }
    }

    private static void assertDiscarded(Finished run, String outcomes) {
        assertThat(run.stdout().lines()).as(run.stderr()).containsExactly(outcomes, "discarded");
        assertThat(run.complaints()).isEmpty();
    }

    private static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk)
                .briefly()
                .options("-Xmx160m", "-XX:MaxMetaspaceSize=96m")
                .patience(java.time.Duration.ofSeconds(150))
                .agent(PackedAgent.jar(), "redis.timeout=5s")
                .classPath(host, PackedAgent.annotations());
    }
}
