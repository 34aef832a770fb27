package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jacoco;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.ManifestJar;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents that instrument, transform again or redefine what is woven, before and after this one on the command line. */
final class OtherAgentsIT {

    private static final String MODE = """
            import java.lang.management.ManagementFactory;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class Mode {
                static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
                static final ObjectName CACHE;
                static {
                    try {
                        CACHE = new ObjectName("dev.larder:type=Cache");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
                static void await() throws Exception {
                    dev.larder.agent.apps.Awaiting.until(() -> SERVER.isRegistered(CACHE));
                    dev.larder.agent.apps.Awaiting.until(() -> SERVER.getAttribute(CACHE, "Mode").equals("MEMORY"));
                }
                static Object get(String attribute) throws Exception { return SERVER.getAttribute(CACHE, attribute); }
            }
            """;

    private static final String COVERED = """
            import dev.larder.Cached;
            import dev.larder.CacheEvict;

            public class Covered {
                static int runs;

                interface Api { @CacheEvict(key = "u:{0}") void drop(Long id); }
                static class Base { public void drop(Long id) { runs++; } }
                static class Users extends Base implements Api {
                    @Cached(key = "u:{0}", ttl = 60) String find(Long id) {
                        runs++;
                        return "user " + id;
                    }
                }

                public static void main(String[] args) throws Exception {
                    Users users = new Users();
                    users.toString();
                    new Covered().hashCode();
                    users.find(1L);
                    Mode.await();
                    users.find(7L);
                    users.find(7L);
                    users.drop(7L);
                    users.find(7L);
                    System.out.println("runs " + runs + " hits " + Mode.get("Hits"));
                }
            }
            """;

    private static final String AGAIN = """
            import dev.larder.Cached;
            import dev.larder.CacheEvict;
            import java.lang.instrument.ClassDefinition;
            import java.lang.instrument.Instrumentation;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import javax.management.ObjectName;

            class Attached {
                static Instrumentation instrumentation;
                public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
                    Attached.instrumentation = instrumentation;
                    Class.forName("Early");
                }
            }

            public class Again {
                static void redefine(Class<?> type, Path directory) throws Exception {
                    byte[] bytes = Files.readAllBytes(directory.resolve(type.getName() + ".class"));
                    Attached.instrumentation.redefineClasses(new ClassDefinition(type, bytes));
                }

                static final String[] COUNTED = {"Hits", "Misses", "Evictions"};
                static final long[] BEFORE = new long[COUNTED.length];

                static String counts() throws Exception {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < COUNTED.length; i++) {
                        long now = ((Number) Mode.get(COUNTED[i])).longValue();
                        text.append(COUNTED[i]).append(' ').append(now - BEFORE[i]).append(' ');
                        BEFORE[i] = now;
                    }
                    return text.toString();
                }

                static long ttl() throws Exception {
                    ObjectName name = new ObjectName(
                            "dev.larder:type=CachedMethod,name=" + ObjectName.quote("Service.find(long)"));
                    return (Long) Mode.SERVER.getAttribute(name, "TtlSeconds");
                }

                public static void main(String[] args) throws Exception {
                    Service service = new Service();
                    service.find(0);
                    Mode.await();
                    counts();
                    System.out.println(service.find(7) + service.find(7));
                    for (int i = 0; i < 10; i++) {
                        Attached.instrumentation.retransformClasses(Service.class, Base.class, Early.class);
                        service.find(7);
                        service.find(9);
                        service.drop(9L);
                        service.find(9);
                        ((Base) service).drop(9L);
                    }
                    System.out.println("retransformed " + counts());
                    redefine(Service.class, Path.of(args[0]));
                    System.out.println(service.find(7) + service.find(7) + " ttl " + ttl());
                    System.out.println("redefined " + counts());
                    redefine(Service.class, Path.of(args[1]));
                    System.out.println(service.find(7) + service.find(7));
                    service.drop(9L);
                    System.out.println("without " + counts());
                    new Early().find(1);
                }
            }
            """;

    private static final String SERVICE = """
            import dev.larder.Cached;
            import dev.larder.CacheEvict;

            interface Api { @CacheEvict(key = "s:{0}") void drop(Long id); }
            class Base { public void drop(Long id) {} }
            class Early { @Cached(ttl = 60) String find(int id) { return "early"; } }
            class Service extends Base implements Api, java.io.Serializable {
                @Cached(key = "s:{0}", ttl = 60) synchronized String find(long id) { return "one "; }
                String other() { return ""; }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;
    private static Path changed;
    private static Path stripped;
    private static Path again;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Mode", MODE, "Covered", COVERED, "Again", AGAIN, "Service", SERVICE),
                "-g",
                "-parameters");
        changed = compileService(
                "changed",
                SERVICE.replace("\"s:{0}\", ttl = 60", "\"t:{0}\", ttl = 120")
                        .replace("one ", "two ")
                        .replace("String other", "@Cached(ttl = 1) String other"));
        stripped = compileService(
                "stripped",
                SERVICE.replace("@Cached(key = \"s:{0}\", ttl = 60) synchronized String", "synchronized String")
                        .replace("@CacheEvict(key = \"s:{0}\")", "")
                        .replace("one ", "three "));
        again = ManifestJar.write(directory.resolve("again.jar"), "Attached");
    }

    private static Path compileService(String name, String source) throws IOException, InterruptedException {
        return Javac.compile(
                Jdks.oldest(), 17, directory.resolve(name), Map.of("Service", source), "-g", "-parameters");
    }

    static Stream<Arguments> orders() {
        return Jdks.all().stream().flatMap(jdk -> Stream.of(Arguments.of(jdk, true), Arguments.of(jdk, false)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void f41_h29_jacocoInEitherOrder_hasItsCoverageAndTheCacheWorks(Jdk jdk, boolean isFirst) throws Exception {
        Path execution = directory.resolve("jacoco" + jdk.version() + isFirst + ".exec");
        String options = "destfile=" + execution + ",includes=Covered*";
        ChildJvm jvm = ChildJvm.on(jdk).briefly().classPath(classes, PackedAgent.annotations());
        if (isFirst) {
            jvm.agent(Jacoco.AGENT, options).agent(PackedAgent.jar());
        } else {
            jvm.agent(PackedAgent.jar()).agent(Jacoco.AGENT, options);
        }

        Finished finished = jvm.main("Covered").run();

        assertThat(finished.stdout().lines()).as(finished.stderr()).containsExactly("runs 4 hits 1");
        List<Path> covered = Stream.of("Covered", "Covered$Base", "Covered$Users", "Covered$Api")
                .map(name -> classes.resolve(name + ".class"))
                .toList();
        assertThat(Jacoco.missed(jdk, execution, covered))
                .as("instructions covered")
                .containsExactly("Covered 0", "Covered.Base 0", "Covered.Users 0");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void f12_h30_classTransformedAgainOrRedefined_passesTheCacheOnceACall(Jdk jdk, boolean isFirst) throws Exception {
        ChildJvm jvm = ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .options("-Xverify:all");
        if (isFirst) {
            jvm.agent(again).agent(PackedAgent.jar());
        } else {
            jvm.agent(PackedAgent.jar()).agent(again);
        }

        Finished finished =
                jvm.main("Again", changed.toString(), stripped.toString()).run();

        assertThat(finished.stdout().lines())
                .as(finished.stderr())
                .containsExactly(
                        "one one ",
                        "retransformed Hits 11 Misses 21 Evictions 20 ",
                        "two two  ttl 120",
                        "redefined Hits 1 Misses 1 Evictions 0 ",
                        "three three ",
                        "without Hits 0 Misses 0 Evictions 0 ");
        assertThat(finished.agentLines())
                .anyMatch(line ->
                        line.contains("Cannot cache Service.other()") && line.contains("Restart the application."))
                .filteredOn(line -> line.contains("WARN"))
                .hasSize(isFirst ? 2 : 1);
    }
}
