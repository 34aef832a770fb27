package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that bring a {@code larder.properties} on their class path, and say nothing else of Redis. */
final class PackagedConfigurationIT {

    private static final Map<String, String> SOURCES = Map.of("Orders", """
            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;

            public class Orders {
                @Cached(key = "name:{id}", ttl = 600) static String name(long id) { return "order " + id; }

                public static void main(String[] arguments) throws Exception {
                    name(0);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.REDIS);
                    System.out.println(name(1));
                }
            }
            """, "Launcher", """
            import java.io.IOException;

            /** Loads the application from inside of the jar, as that of Spring Boot does. */
            public class Launcher extends ClassLoader {
                Launcher() { super(Launcher.class.getClassLoader()); }

                @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
                    try (var in = Launcher.class.getResourceAsStream("/BOOT-INF/classes/" + name.replace('.', '/') + ".class")) {
                        if (in == null) throw new ClassNotFoundException(name);
                        byte[] bytes = in.readAllBytes();
                        return defineClass(name, bytes, 0, bytes.length);
                    } catch (IOException e) {
                        throw new ClassNotFoundException(name, e);
                    }
                }

                @Override protected java.net.URL findResource(String name) {
                    return Launcher.class.getResource("/BOOT-INF/classes/" + name);
                }

                public static void main(String[] arguments) throws Exception {
                    new Launcher().loadClass("Orders").getMethod("main", String[].class).invoke(null, (Object) arguments);
                }
            }
            """);

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), SOURCES, "-parameters");
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f31_fileInADirectoryOfTheClassPath_isInForceUnlessOverruled(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Path packed = Files.createDirectories(directory.resolve("packed"));
            Files.writeString(packed.resolve("larder.properties"), properties(redis));

            Finished plain = onClassPath(jdk, packed).run();
            Finished overruled = onClassPath(jdk, packed)
                    .environment("LARDER_NAMESPACE", "given")
                    .run();
            Finished inAJar = onClassPath(jdk, jar("lib.jar", null, redis, "")).run();

            assertThat(List.of(plain, overruled, inAJar)).allSatisfy(run -> {
                assertThat(run.stdout()).as(run.stderr()).isEqualTo("order 1\n");
                assertThat(run.stderr()).doesNotContain("WARN");
            });
            assertThat(plain.stderr()).contains("Namespace shop (file " + packed.resolve("larder.properties") + ")");
            assertThat(overruled.stderr()).contains("Namespace given (environment variable LARDER_NAMESPACE)");
            assertThat(inAJar.stderr()).contains("Namespace shop (file ", "lib.jar!/larder.properties)");
            assertThat(redis.command("EXISTS", "given:name:1")).isEqualTo(1L);
            assertStored(redis);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f31_fileInTheJarOfTheApplication_isInForce(Jdk jdk) throws Exception {
        assertInForce(jdk, "Orders", "");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f31_fileAmongTheClassesInsideOfTheJar_isInForce(Jdk jdk) throws Exception {
        assertInForce(jdk, "Launcher", "BOOT-INF/classes/");
    }

    private static void assertInForce(Jdk jdk, String main, String root) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Path jar = jar(main + ".jar", main, redis, root);

            Finished run =
                    ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).jar(jar).run();

            assertThat(run.stdout()).as(run.stderr()).isEqualTo("order 1\n");
            assertThat(run.stderr())
                    .doesNotContain("WARN")
                    .contains("Namespace shop (file ", main + ".jar!/" + root + "larder.properties)");
            assertStored(redis);
        }
    }

    /** For half an hour, as the file says, and not for ten minutes, as the annotation does. */
    private static void assertStored(RedisServer redis) throws IOException {
        assertThat((Long) redis.command("PTTL", "shop:name:1")).isGreaterThan(600_000L);
    }

    private static ChildJvm onClassPath(Jdk jdk, Path packed) {
        return ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations(), packed)
                .agent(PackedAgent.jar())
                .main("Orders");
    }

    private static String properties(RedisServer redis) {
        return """
                larder.namespace = shop
                larder.redis.url = %s
                larder.method.Orders.name.ttl = 30m
                """.formatted(redis.url());
    }

    private static Path jar(String name, String main, RedisServer redis, String root) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (main != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
            manifest.getMainAttributes()
                    .put(
                            Attributes.Name.CLASS_PATH,
                            PackedAgent.annotations().toUri().toString());
        }
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> compiled = Files.walk(classes).filter(Files::isRegularFile)) {
            for (Path type : compiled.toList()) {
                boolean isLauncher = type.getFileName().toString().startsWith("Launcher");
                String entry = classes.relativize(type).toString().replace(File.separatorChar, '/');
                out.putNextEntry(new JarEntry((isLauncher ? "" : root) + entry));
                out.write(Files.readAllBytes(type));
            }
            out.putNextEntry(new JarEntry(root + "larder.properties"));
            out.write(properties(redis).getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
