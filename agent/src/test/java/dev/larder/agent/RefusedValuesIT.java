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

/** What is said of methods that can be cached, and of values that come by and do not fit. */
final class RefusedValuesIT {

    private static final String APPLICATION = """
            import dev.larder.CacheEvict;
            import dev.larder.CachePut;
            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;

            public class Application {
                static class Unfit { final Thread thread = new Thread(); }

                @Cached(key = "k:{0}", ttl = 60) String key(Object id) { return ""; }
                @Cached(key = "t:{0}", ttl = 60, tags = "t:{1}") String tag(int id, Object tag) { return ""; }
                @Cached(key = "w:{0}", ttl = 60, when = "never") String guarded(int id) { return ""; }
                boolean never(int id) { throw new IllegalStateException(); }
                @Cached(key = "u:{0}", ttl = 60, unless = "neither") String checked(int id) { return ""; }
                boolean neither(String result) { throw new IllegalStateException(); }
                @Cached(key = "r:{0}", ttl = 60) Unfit result(int id) { return new Unfit(); }
                @CachePut(key = "p:{0}", ttl = 60) Unfit put(int id) { return new Unfit(); }
                @CacheEvict(key = "e:{0}") void evict(Object id) {}

                public static void main(String[] args) throws Exception {
                    Application a = new Application();
                    a.guarded(1);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.MEMORY);
                    for (int i = 0; i < 3; i++) {
                        a.key(new Object());
                        a.tag(1, new Object());
                        a.guarded(1);
                        a.checked(1);
                        a.result(1);
                        a.put(1);
                        a.evict(new Object());
                    }
                    Larder.cache(Unfit.class).put("d", new Unfit());
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(
                Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Application", APPLICATION), "-parameters");
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f45_valuesThatDoNotFit_areSaidOnceWithARemedy(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .classPath(classes, PackedAgent.annotations())
                .main("Application")
                .run();

        List<String> warnings = run.agentLines().stream()
                .filter(line -> line.contains(" WARN ") && !line.contains("Perhaps a mistake"))
                .toList();
        assertThat(warnings).as(run.stderr()).allMatch(line -> line.endsWith("."));
        assertOne(
                warnings,
                "Application.key(java.lang.Object) ran uncached",
                "pass what counts as an argument of its own");
        assertOne(
                warnings,
                "Application.tag(int,java.lang.Object) ran uncached",
                "pass what counts as an argument of its own");
        assertOne(warnings, "Application.guarded(int) ran uncached", "Have it return true or false");
        assertOne(warnings, "Application.checked(int) was not cached", "Have it return true or false");
        assertOne(warnings, "Application.result(int) was not cached", "run the method each time. Return what is in it");
        assertOne(warnings, "Application.put(int) was not put", "the next read runs its method. Return what is in it");
        assertOne(
                warnings,
                "Application.evict(java.lang.Object) did not evict",
                "pass what counts as an argument of its own");
        assertOne(warnings, "LarderCache<Application$Unfit> was not stored", "Return what callers need of it");
    }

    private static void assertOne(List<String> warnings, String what, String remedy) {
        assertThat(warnings)
                .filteredOn(line -> line.contains(what))
                .singleElement()
                .asString()
                .contains(remedy);
    }
}
