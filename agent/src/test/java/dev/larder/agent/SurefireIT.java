package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jacoco;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Standard output belongs to the application: Surefire talks to the JVM of the tests over it. */
final class SurefireIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path MOCKITO = TARGET.resolve("mockito");

    private static final int FORKS = 50;
    private static final long PATIENCE_MINUTES = 20;

    private static final String APPLICATION = """
            import dev.larder.CacheEvict;
            import dev.larder.Cached;
            import dev.larder.Larder;
            import java.util.Objects;
            import org.mockito.Mockito;

            public class Application {
                static class Unfit { final Thread thread = new Thread(); }
                static class Mocked { String find(int id) { return "found " + id; } }
                @Cached(key = "a:{0}", ttl = 60) String find(Object id) { return "found " + id; }
                @Cached(key = "u:{id}", ttl = 60) Unfit unfit(int id) { return new Unfit(); }
                @Cached(key = "n:{nothing}", ttl = 60) String refused(int id) { return ""; }
                @CacheEvict(key = "a:{0}") void drop(Object id) {}

                public static void main(String[] args) throws Exception {
                    Application application = new Application();
                    application.find(1);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode().toString().equals(args[0]));
                    for (int i = 0; i < 3; i++) {
                        application.find(1);
                        application.find(new Object());
                        application.unfit(1);
                        application.refused(1);
                        application.drop(1);
                    }
                    Mocked mock = Mockito.mock(Mocked.class);
                    Mockito.when(mock.find(1)).thenReturn("mocked");
                    System.out.println(mock.find(1) + " " + args[0] + " " + Larder.mode());
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
                Map.of("Application", APPLICATION),
                "-g",
                "-parameters",
                "-cp",
                PackedAgent.annotations() + File.pathSeparator + MOCKITO.resolve("mockito-core.jar"));
    }

    static Stream<Arguments> agents() {
        return Jdks.all().stream().flatMap(jdk -> Stream.of("MEMORY", "REDIS")
                .flatMap(mode -> Stream.of(true, false).map(isFirst -> Arguments.of(jdk, mode, isFirst))));
    }

    /** What the JVM itself writes there, it writes without Larder as well. */
    @ParameterizedTest
    @MethodSource("agents")
    void h137_besideJacocoAndMockito_writesNothingToStandardOutput(Jdk jdk, String mode, boolean isFirst)
            throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            ChildJvm jvm = jvm(jdk);
            if (mode.equals("REDIS")) {
                jvm.environment("REDIS_URL", redis.url());
            }
            if (isFirst) {
                jvm.agent(PackedAgent.jar(), "log.level=DEBUG");
            }
            jvm.agent(Jacoco.AGENT, "destfile=" + directory.resolve("jacoco.exec"))
                    .agent(MOCKITO.resolve("mockito-core.jar"));
            if (!isFirst) {
                jvm.agent(PackedAgent.jar(), "log.level=DEBUG");
            }
            ChildJvm.Finished finished = jvm.main("Application", mode).run();

            assertThat(finished.stdout().lines()).as(finished.stderr()).containsExactly("mocked " + mode + " " + mode);
            assertThat(finished.agentLines()).anyMatch(line -> line.contains("WARN"));
            assertThat(finished.agentLines()).anyMatch(line -> line.contains("DEBUG"));
        }
    }

    /** Mockito has the JVM complain on standard output of classes that are not shared, unless it is told to share none. */
    private static ChildJvm jvm(Jdk jdk) {
        ChildJvm jvm = ChildJvm.on(jdk).options("-Xshare:off").classPath(classes, PackedAgent.annotations());
        for (String name : List.of("mockito-core", "byte-buddy", "byte-buddy-agent", "objenesis")) {
            jvm.classPath(MOCKITO.resolve(name + ".jar"));
        }
        return jvm;
    }

    /** A build of another project, each of whose test classes has a JVM of its own. */
    @Test
    @EnabledIfSystemProperty(named = "larder.test.soak.minutes", matches = "[1-9].*", disabledReason = "50 JVMs")
    void h137_surefireBesideJacocoAndMockito_hearsItsTests() throws Exception {
        Path project = writeProject(directory.resolve("project"));
        Path output = project.resolve("output.txt");
        Process build = new ProcessBuilder(
                        Path.of("..", "mvnw").toAbsolutePath().normalize().toString(), "-B", "-ntp", "test")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(build.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            build.destroyForcibly();
        }

        String said = Files.readString(output);
        assertThat(build.exitValue()).as(said).isZero();
        assertThat(said).contains("Tests run: " + FORKS).doesNotContainIgnoringCase("corrupted");
        try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
            assertThat(reports.map(Path::toString).filter(name -> name.contains("dump")))
                    .as("where Surefire notes what it did not understand")
                    .isEmpty();
        }
    }

    private static Path writeProject(Path project) throws IOException {
        Path tests = Files.createDirectories(project.resolve("src/test/java"));
        for (int i = 0; i < FORKS; i++) {
            Files.writeString(tests.resolve("Fork" + i + "Test.java"), """
                    import static org.junit.jupiter.api.Assertions.*;
                    import dev.larder.Cached;
                    import org.junit.jupiter.api.Test;
                    import org.mockito.Mockito;
                    class Fork%1$dTest {
                        static class Service {
                            @Cached(key = "a:{0}", ttl = 60) String find(int id) { return "found " + id; }
                        }
                        @Test
                        void test() {
                            System.out.println("called " + new Service().find(%1$d));
                            Service mock = Mockito.mock(Service.class);
                            Mockito.when(mock.find(1)).thenReturn("mocked");
                            assertEquals("mocked", mock.find(1));
                            assertEquals("found %1$d", new Service().find(%1$d));
                        }
                    }
                    """.formatted(i));
        }
        List<String> agents = new ArrayList<>();
        agents.add("-Xshare:off");
        agents.add("-javaagent:" + PackedAgent.jar() + "=log.level=DEBUG");
        agents.add("-javaagent:" + Jacoco.AGENT + "=destfile=" + project.resolve("jacoco.exec"));
        agents.add("-javaagent:" + MOCKITO.resolve("mockito-core.jar"));
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>forks</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency>
                      <groupId>org.junit.jupiter</groupId>
                      <artifactId>junit-jupiter</artifactId>
                      <version>%s</version>
                      <scope>test</scope>
                    </dependency>
                %s  </dependencies>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-surefire-plugin</artifactId>
                        <version>3.5.4</version>
                        <configuration>
                          <forkCount>1</forkCount>
                          <reuseForks>false</reuseForks>
                          <argLine>%s</argLine>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                Test.class.getPackage().getImplementationVersion(), dependencies(project), String.join(" ", agents)));
        return project;
    }

    /** The jars that are here, whatever a repository has of them. */
    private static String dependencies(Path project) throws IOException {
        List<Path> jars = new ArrayList<>(List.of(annotationsIn(project)));
        try (Stream<Path> mockito = Files.list(MOCKITO)) {
            mockito.sorted().forEach(jars::add);
        }
        StringBuilder dependencies = new StringBuilder();
        for (Path jar : jars) {
            dependencies.append("""
                        <dependency>
                          <groupId>com.example.local</groupId>
                          <artifactId>%s</artifactId>
                          <version>1</version>
                          <scope>system</scope>
                          <systemPath>%s</systemPath>
                        </dependency>
                    """.formatted(jar.getFileName().toString().replace(".jar", ""), jar));
        }
        return dependencies.toString();
    }

    /** A jar of them, since dependencies are files. */
    private static Path annotationsIn(Path project) {
        Path jar = project.resolve("annotations.jar");
        Path annotations = PackedAgent.annotations();
        if (Files.isRegularFile(annotations)) {
            return annotations;
        }
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", annotations.toString(), ".");
        assertThat(failed).isZero();
        return jar;
    }
}
