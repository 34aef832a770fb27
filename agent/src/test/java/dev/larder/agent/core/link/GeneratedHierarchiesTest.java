package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.WovenApplication;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Over made-up class hierarchies: a call through the cache returns what the method's own code returns on this very object.
 * So two calls share an entry only if their results are equal, whatever the objects are and in whichever of two processes
 * with one store.
 */
final class GeneratedHierarchiesTest {

    private static final int TRIES = 8;
    private static final int CALLS = 3_000;

    @BeforeContainer
    static void silence() {
        AgentLog.setLevel(AgentLog.Level.OFF);
    }

    @AfterContainer
    static void restoreLog() {
        AgentLog.setLevel(AgentLog.Level.INFO);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void f27_anyHierarchy_returnsWhatItsOwnCodeReturns(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        HierarchySource source = HierarchySource.of(random);
        Path directory = Files.createTempDirectory("hierarchy");
        WovenApplication application = compiled(source, directory);
        try {
            call(source, application, random);
            assertThat(application.counts().misses()).isPositive();
            application = application.next();
            call(source, application, random);
        } finally {
            application.close();
            delete(directory);
        }
    }

    private static void call(HierarchySource source, WovenApplication application, Random random)
            throws ReflectiveOperationException {
        for (int i = 0; i < CALLS; i++) {
            callOnce(source, application, random);
        }
        assertThat(application.faults()).isEmpty();
        assertThat(application.counts().errors()).isZero();
        assertThat(application.counts().hits()).isGreaterThan(CALLS / 5);
    }

    private static WovenApplication compiled(HierarchySource source, Path directory) throws Exception {
        Jdk here = Jdks.all().stream()
                .filter(jdk -> jdk.version() == Runtime.version().feature())
                .findFirst()
                .orElseThrow();
        Map<String, String> sources = new HashMap<>(source.texts());
        for (String annotation : List.of("Entity", "Id", "ManyToOne")) {
            sources.put(
                    "jakarta.persistence." + annotation,
                    "package jakarta.persistence; @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
                            + " public @interface " + annotation + " {}");
        }
        Path classes = Javac.compile(here, 17, directory.resolve("classes"), sources);
        return WovenApplication.ofMany(classes, HierarchySource.PREFIX);
    }

    private static void callOnce(HierarchySource source, WovenApplication application, Random random)
            throws ReflectiveOperationException {
        List<String> names = source.concreteClasses();
        String name = names.get(random.nextInt(names.size()));
        Class<?> type = application.loadClass(name);
        Object object = type.getMethod("make", Random.class).invoke(null, random);
        List<Method> methods = Arrays.stream(object.getClass().getMethods())
                .filter(method -> method.getName().matches("m\\d+"))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        Method cached = methods.get(random.nextInt(methods.size()));
        Method plain = object.getClass().getMethod(cached.getName().replace("m", "plain"), int.class);
        cached.setAccessible(true);
        plain.setAccessible(true);
        int x = random.nextInt(2);
        assertThat(cached.invoke(object, x))
                .as(() -> name + "." + cached.getName() + " in\n"
                        + String.join("\n", source.texts().values()))
                .isEqualTo(plain.invoke(object, x));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
