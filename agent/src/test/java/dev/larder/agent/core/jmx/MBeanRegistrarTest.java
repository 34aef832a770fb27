package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each test is a JVM of its own, since what is under test is who creates the JVM's one platform server, and when. */
@Timeout(60)
final class MBeanRegistrarTest {

    private record Run(int exitCode, List<String> out, List<String> err) {

        String value(String name) {
            return out.stream()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse("(not printed)");
        }
    }

    @TempDir
    Path directory;

    private Path applicationClasses;
    private Path builderClasses;

    /** The builder's class stays off the class path, as in an application with loaders of its own. */
    @BeforeEach
    void layOut() throws Exception {
        applicationClasses = directory.resolve("application");
        builderClasses = directory.resolve("builder");
        copyTestClasses("JmxApplication", applicationClasses);
        copyTestClasses("FakeCache", applicationClasses);
        copyTestClasses("FakeMethod", applicationClasses);
        copyTestClasses("ApplicationServerBuilder", builderClasses);
    }

    @Test
    void h2_applicationWithoutJmx_loadsNoClassOfIt() throws Exception {
        Run run = run(List.of("-Xlog:class+load=info:stdout"), "never");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).anyMatch(line -> line.contains(MBeanRegistrar.class.getName()));
        assertThat(run.out()).noneMatch(line -> line.contains(" javax.management.") || line.contains("ServerBeans"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void h2_serverCreatedLate_beansAppearInItWithin5s() throws Exception {
        Run run = run(List.of(), "late");

        assertThat(run.value("servers")).isEqualTo("0");
        assertThat(run.value("in another server")).isEqualTo("0");
        assertThat(run.value("registered")).isEqualTo("true");
        assertThat(Long.parseLong(run.value("millis"))).isLessThan(5_000);
        assertThat(run.value("told")).isEqualTo("true");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void h2_builderOnALoaderOfTheApplication_buildsTheServer() throws Exception {
        Run run = run(
                List.of("-Djavax.management.builder.initial=" + ApplicationServerBuilder.class.getName()),
                "ownBuilder",
                builderClasses.toUri().toString());

        assertThat(run.value("domain")).isEqualTo("made-by-application");
        assertThat(run.value("registered")).isEqualTo("true");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void run_serverThrows_isOneWarn() throws Exception {
        Run run = run(
                List.of(
                        "-Djavax.management.builder.initial=" + ApplicationServerBuilder.class.getName(),
                        "-Drefuse=true"),
                "ownBuilder",
                builderClasses.toUri().toString());

        assertThat(run.value("registered")).isEqualTo("false");
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("[larder] WARN")
                .contains("not in my server");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void run_allowedToCreateTheServer_createsIt() throws Exception {
        Run run = run(List.of(), "agentCreates");

        assertThat(run.value("registered")).isEqualTo("true");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void h15_runtimeWithoutTheModule_isOneWarn() throws Exception {
        Run run = run(List.of("--limit-modules", "java.base"), "never");
        Run creating = run(List.of("--limit-modules", "java.base"), "agentCreatesUnseen");

        assertThat(run.err()).isEmpty();
        assertThat(creating.err())
                .singleElement()
                .asString()
                .startsWith("[larder] WARN LDR-0610 The cache has no MBeans");
        assertThat(creating.exitCode()).isZero();
    }

    private Run run(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", mainClasses() + System.getProperty("path.separator") + applicationClasses));
        command.add(JmxApplication.class.getName());
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> complaints = Files.readAllLines(err).stream()
                .map(line -> line.replaceFirst("^\\[larder] \\S+Z ", "[larder] "))
                .toList();
        return new Run(process.exitValue(), Files.readAllLines(out), complaints);
    }

    private static Path mainClasses() throws URISyntaxException {
        return Path.of(MBeanRegistrar.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static void copyTestClasses(String simpleName, Path target) throws Exception {
        Path root = Path.of(MBeanRegistrarTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path source = root.resolve(MBeanRegistrarTest.class.getPackageName().replace('.', '/'));
        Path copies = Files.createDirectories(target.resolve(root.relativize(source)));
        try (Stream<Path> files = Files.list(source)) {
            files.filter(file -> file.getFileName().toString().matches(simpleName + "(\\$.*)?\\.class"))
                    .forEach(file -> copy(file, copies.resolve(file.getFileName())));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
