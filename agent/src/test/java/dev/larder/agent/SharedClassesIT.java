package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.PrintingApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.ChildJvm.LoadedClass;
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

/** Class-data sharing, which most of a small program's start-up hangs on, goes on as without the agent. */
final class SharedClassesIT {

    private static final String HELLO = """
            public class Hello {
                public static void main(String[] args) { System.out.println("hello world"); }
            }
            """;

    private static final double MOST = 0.95;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Hello", HELLO));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h10_helloWorld_bootClassesStillComeFromTheArchive(Jdk jdk) throws Exception {
        Finished plain = hello(jdk).logClassLoading().run();
        Finished attached =
                hello(jdk).agent(PackedAgent.jar()).logClassLoading().run();

        assertThat(shared(attached)).containsAll(shared(plain));
        assertThat(sharedPart(attached)).isGreaterThanOrEqualTo(MOST);
    }

    /** What the agent's libraries need beyond that is in no archive; what the application had from it stays there. */
    @ParameterizedTest
    @MethodSource("jdks")
    void h10_firstCachedCall_takesNoClassOutOfTheArchive(Jdk jdk) throws Exception {
        Finished plain = printing(jdk).logClassLoading().run();
        Finished attached =
                printing(jdk).agent(PackedAgent.jar()).logClassLoading().run();

        List<String> unshared = attached.loads()
                .filter(loaded -> !loaded.isShared())
                .map(LoadedClass::name)
                .toList();

        assertThat(attached.loadedClasses()).contains("dev.larder.agent.core.lib.caffeine.cache.Caffeine");
        assertThat(shared(plain)).hasSizeGreaterThan(300);
        assertThat(unshared).doesNotContainAnyElementsOf(shared(plain));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h10_application_hasNoLineOfTheJvmInItsOutput(Jdk jdk) throws Exception {
        for (ChildJvm attached : List.of(hello(jdk), hello(jdk).options("-Xshare:on"))) {
            Finished run = attached.agent(PackedAgent.jar()).run();

            assertThat(run.exitCode()).isZero();
            assertThat(run.stdout()).isEqualTo("hello world\n");
            assertThat(run.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h10_cachedMethods_outputIsTheSame(Jdk jdk) throws Exception {
        Finished plain = printing(jdk).run();
        Finished attached =
                printing(jdk).options("-Xshare:on").agent(PackedAgent.jar()).run();

        assertThat(attached.exitCode()).isZero();
        assertThat(attached.stdout()).isEqualTo(plain.stdout()).contains("done");
        assertThat(attached.stderr().lines()).hasSameSizeAs(attached.agentLines());
    }

    private static List<String> shared(Finished run) {
        return run.loads().filter(LoadedClass::isShared).map(LoadedClass::name).toList();
    }

    /** Of the classes of the JDK. */
    private static double sharedPart(Finished run) {
        return (double) shared(run).size()
                / run.loads().filter(LoadedClass::isOfTheJdk).count();
    }

    private static ChildJvm hello(Jdk jdk) {
        return ChildJvm.on(jdk).classPath(classes).main("Hello");
    }

    private static ChildJvm printing(Jdk jdk) {
        return ChildJvm.on(jdk).main(PrintingApp.class, "a", "b", "a");
    }
}
