package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.LoadingApp;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.MadeUpApplication;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What it does to an application of many classes that each of them is looked at. */
@Alone
final class ManyClassesIT {

    private static final boolean IS_SOAK = Long.getLong("larder.test.soak.minutes", 0) > 0;

    /** The soak profile starts the application as often as the hazard asks for. */
    private static final int STARTS = IS_SOAK ? 200 : 2;

    private static final int FIRST_CALLBACKS = 100;

    /** Others on the machine slow some starts down, and speed none up: the best of at most so many are compared. */
    private static final int PAIRS = 5;

    private static final double PART_ADDED = 0.05;

    /**
     * Half a second is the aim, which the soak holds on a machine that does nothing else. Where other work goes on, and
     * the JVM's compilers have no core to themselves, a start tells only what is grossly wrong.
     */
    private static final Duration TIME_ADDED = IS_SOAK ? Duration.ofMillis(500) : Duration.ofSeconds(2);

    private static final long BYTES_ADDED = 5_000_000;

    private static final MadeUpApplication UNRELATED = new MadeUpApplication(10_000, 0);
    private static final MadeUpApplication SERVICE = new MadeUpApplication(20_000, 5);

    @TempDir
    static Path directory;

    private static Path unrelated;
    private static Path service;

    @BeforeAll
    static void makeUp() throws Exception {
        unrelated = UNRELATED.writeTo(directory.resolve("unrelated.jar"));
        service = SERVICE.writeTo(directory.resolve("service.jar"));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    /** Interpreted, since the JVM's compilers load what stands in the signature of a method they compile. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h5_unrelatedClasses_nothingElseIsLoadedAfterTheFirst(Jdk jdk) throws Exception {
        Finished run = application(jdk, unrelated)
                .agent(PackedAgent.jar(), "log.level=DEBUG")
                .options("-Xint")
                .logClassLoading()
                .run();

        List<String> names = UNRELATED.names();
        List<String> loaded = run.loadedClasses();
        int afterFirst = loaded.indexOf(names.get(FIRST_CALLBACKS));
        assertThat(loaded).containsAll(names);
        assertThat(loaded.subList(afterFirst, lastOf(loaded, names))).isSubsetOf(names);
    }

    private static int lastOf(List<String> loaded, List<String> names) {
        return names.stream().mapToInt(loaded::lastIndexOf).max().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h5_unrelatedClasses_noneFailsToLinkHoweverOftenItStarts(Jdk jdk) throws Exception {
        for (int start = 0; start < STARTS; start++) {
            Finished run = application(jdk, unrelated)
                    .agent(PackedAgent.jar(), "log.level=DEBUG")
                    .options("-Xlog:exceptions:stdout") // those that are caught somewhere, too
                    .run();

            assertThat(run.exitCode()).isZero();
            assertThat(run.complaints()).isEmpty();
            assertThat(run.stdout())
                    .contains("loaded 10000", "[exceptions]")
                    .doesNotContain("ClassCircularityError", "LinkageError", "NoClassDefFoundError", "VerifyError");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h20_applicationOfManyClasses_startsNearlyAsFast(Jdk jdk) throws Exception {
        Duration plain = Duration.ofDays(1);
        Duration attached = Duration.ofDays(1);
        for (int pair = 0; pair < 2 || pair < PAIRS && attached.compareTo(allowed(plain)) > 0; pair++) {
            boolean agentFirst = pair % 2 == 0;
            Duration first = start(jdk, agentFirst);
            Duration second = start(jdk, !agentFirst);
            attached = shorter(attached, agentFirst ? first : second);
            plain = shorter(plain, agentFirst ? second : first);
        }

        assertThat(attached).as("with the agent, after %s without", plain).isLessThanOrEqualTo(allowed(plain));
    }

    private static Duration allowed(Duration plain) {
        return plain.plusNanos((long) (plain.toNanos() * PART_ADDED)).plus(TIME_ADDED);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration start(Jdk jdk, boolean agent) throws Exception {
        ChildJvm jvm = application(jdk, service);
        Finished run = (agent ? jvm.agent(PackedAgent.jar()) : jvm).run();
        assertThat(run.stdout()).startsWith("loaded 20000");
        return run.took();
    }

    @Test
    void h20_applicationOfManyClasses_onlyAnnotatedOnesAndTheirSupertypesAreParsed() throws Exception {
        Finished run = application(Jdks.oldest(), service)
                .agent(PackedAgent.jar(), "log.level=DEBUG")
                .run();

        List<String> woven = run.agentLines().stream()
                .filter(line -> line.contains(" Wove "))
                .toList();
        assertThat(woven).hasSize(5);
        assertThat(woven.stream().mapToInt(ManyClassesIT::parsedSoFar).max().orElseThrow())
                .isBetween(5, typesOfInterest());
    }

    private static int parsedSoFar(String line) {
        return Integer.parseInt(line.replaceFirst(".*Class files parsed so far: ", ""));
    }

    /** The annotated classes and, for each of them, its supertypes. */
    private static int typesOfInterest() throws IOException, ReflectiveOperationException {
        int count = 0;
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {service.toUri().toURL()}, null)) {
            for (String name : SERVICE.annotatedNames()) {
                Set<Class<?>> types = new HashSet<>();
                addWithSupertypes(loader.loadClass(name), types);
                count += types.size();
            }
        }
        return count;
    }

    private static void addWithSupertypes(Class<?> type, Set<Class<?>> types) {
        if (type != null && types.add(type)) {
            addWithSupertypes(type.getSuperclass(), types);
            for (Class<?> supertype : type.getInterfaces()) {
                addWithSupertypes(supertype, types);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h20_applicationOfManyClasses_nothingOfThemIsKept(Jdk jdk) throws Exception {
        long plain = usedBytes(application(jdk, service, "stay"), "");
        long attached = usedBytes(application(jdk, service, "stay").agent(PackedAgent.jar()), "5 methods cached");

        assertThat(attached - plain).isLessThanOrEqualTo(BYTES_ADDED);
    }

    /** When all classes are loaded, and the agent has said this. */
    private static long usedBytes(ChildJvm jvm, String said) throws Exception {
        try (ChildJvm.Running running = jvm.options("-XX:+UseSerialGC").start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> running.stdout().startsWith("loaded 20000")
                            && running.stderr().contains(said));
            running.tell("go");
            return running.await()
                    .stdout()
                    .lines()
                    .filter(line -> line.startsWith("heap "))
                    .mapToLong(line -> Long.parseLong(line.substring("heap ".length())))
                    .sum();
        }
    }

    private static ChildJvm application(Jdk jdk, Path jar, String... arguments) {
        return ChildJvm.on(jdk).classPath(jar).main(LoadingApp.class, arguments);
    }
}
