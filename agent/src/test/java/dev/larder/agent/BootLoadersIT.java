package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.BootLoader;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications as Spring Boot packs, extracts and starts them: their classes come from the same loaders as without the agent. */
final class BootLoadersIT {

    private static final String MAIN = """
            package shop;

            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;

            public class Main {
                public static void main(String[] args) throws Exception {
                    if (Larder.isActive()) {
                        dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.MEMORY);
                    }
                    ClassLoader own = Main.class.getClassLoader();
                    System.out.println("main " + own.getClass().getName());
                    System.out.println("context " + (Thread.currentThread().getContextClassLoader() == own));
                    System.out.println("service " + (Service.class.getClassLoader() == own));
                    System.out.println("annotations " + (Cached.class.getClassLoader() == own));
                    System.out.println("by name " + (Class.forName("shop.Service", true, own) == Service.class));
                    System.out.println("from " + own.getResource("shop/Service.class").getProtocol()
                        + java.util.Collections.list(own.getResources("shop/Service.class")).size());
                    Service service = new Service();
                    Item first = service.item(7);
                    System.out.println("values " + first.name + service.item(7).name + service.item(7).name);
                    System.out.println("calls " + service.runs);
                }
            }
            """;

    private static final String SERVICE = """
            package shop;

            public class Service {
                int runs;

                @dev.larder.Cached(key = "item:{id}", ttl = 600) public Item item(long id) {
                    runs++;
                    return new Item("item " + id);
                }
            }
            """;

    private static final String ITEM =
            "package shop; public class Item { public String name; public Item(String name) { this.name = name; } }";

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("shop.Main", MAIN, "shop.Service", SERVICE, "shop.Item", ITEM),
                "-parameters");
    }

    /** Spring Boot 2.7 and 3 as they are mostly run, and the present one on both. */
    static Stream<Arguments> runtimes() {
        return Stream.concat(
                Stream.of(BootLoader.V2_7, BootLoader.V3).map(boot -> Arguments.of(Jdks.oldest(), boot)),
                Jdks.all().stream().map(jdk -> Arguments.of(jdk, BootLoader.V4)));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void h24_executableJar_hasItsLoaderAndHits(Jdk jdk, BootLoader boot) throws Exception {
        Path jar = jar(boot);

        assertSame(boot.classLoader(), () -> ChildJvm.on(jdk).jar(jar));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void h24_executableWar_hasItsLoaderAndHits(Jdk jdk, BootLoader boot) throws Exception {
        Path war = boot.war(directory.resolve(boot + "/app.war"), classes, "shop.Main");

        assertSame(boot.classLoader(), () -> ChildJvm.on(jdk).jar(war));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void h24_explodedJar_hasItsLoaderAndHits(Jdk jdk, BootLoader boot) throws Exception {
        Path exploded = unpack(jar(boot), directory.resolve(boot + "/exploded-" + jdk.version()));

        assertSame(
                boot.classLoader(), () -> ChildJvm.on(jdk).classPath(exploded).main(boot.jarLauncher()));
    }

    /** As an image has it: extracted by Boot's own tools, its layers copied over each other. */
    @ParameterizedTest
    @MethodSource("runtimes")
    void h24_layersOfAnImage_haveTheirLoaderAndHit(Jdk jdk, BootLoader boot) throws Exception {
        Path layers = directory.resolve(boot + "/layers-" + jdk.version());
        boolean isOld = boot == BootLoader.V2_7;
        Finished extracted = ChildJvm.on(jdk)
                .briefly()
                .options("-Djarmode=" + boot.jarMode())
                .jar(
                        jar(boot),
                        isOld
                                ? new String[] {"extract", "--destination", layers.toString()}
                                : new String[] {"extract", "--layers", "--destination", layers.toString()})
                .run();
        assertThat(extracted.exitCode())
                .as(extracted.stdout() + extracted.stderr())
                .isZero();
        Path image = directory.resolve(boot + "/image-" + jdk.version());
        for (String layer : List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application")) {
            copy(layers.resolve(layer), image);
        }

        // The old tools leave the launcher to be started, the new ones a jar that names its libraries in the manifest.
        if (isOld) {
            assertSame(
                    boot.classLoader(), () -> ChildJvm.on(jdk).classPath(image).main(boot.jarLauncher()));
        } else {
            assertSame("jdk.internal.loader.ClassLoaders$AppClassLoader", () -> ChildJvm.on(jdk)
                    .jar(image.resolve("app.jar")));
        }
    }

    private interface Application {
        ChildJvm make() throws IOException;
    }

    private static void assertSame(String loader, Application application) throws Exception {
        Finished plain = application.make().briefly().run();
        Finished cached = application.make().briefly().agent(PackedAgent.jar()).run();

        assertThat(loadersOf(plain)).as(plain.stderr()).hasSize(7).startsWith("main " + loader);
        assertThat(plain.stdout()).endsWith("calls 3\n");
        assertThat(loadersOf(cached)).as(cached.stderr()).isEqualTo(loadersOf(plain));
        assertThat(cached.stdout()).endsWith("calls 1\n");
        assertThat(cached.complaints()).isEqualTo(plain.stderr().lines().toList());
    }

    private static List<String> loadersOf(Finished run) {
        return run.stdout().lines().filter(line -> !line.startsWith("calls ")).toList();
    }

    private static Path jar(BootLoader boot) throws IOException {
        return boot.jar(directory.resolve(boot + "/app.jar"), classes, "shop.Main");
    }

    private static Path unpack(Path source, Path target) throws IOException {
        try (JarFile jar = new JarFile(source.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                Path file = target.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(jar.getInputStream(entry), file);
                }
            }
        }
        return target;
    }

    private static void copy(Path source, Path target) throws IOException {
        if (!Files.isDirectory(source)) { // a layer without files
            return;
        }
        try (Stream<Path> files = Files.walk(source).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
