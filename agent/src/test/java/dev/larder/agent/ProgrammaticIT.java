package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.ProgrammaticApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API of the annotations jar and the packed agent, each in its own class loader, in a JVM of their own. */
final class ProgrammaticIT extends ApplicationsOfTheApi {

    private static final String CACHED = """
            active true
            found User[name=user 42, age=1]
            found with fewer tags null
            text name 42
            list [User[name=some, age=2]]
            loaded User[name=user 42, age=1]
            annotated User[name=put, age=1]
            stored false
            runs 1
            after tag false
            after annotation false
            after pattern false
            runs 3
            all {bulk:2=User[name=two, age=2], bulk:1=User[name=one, age=1]}
            none {}
            visits 400
            thrown theirs
            """;

    private static final String UNCACHED = """
            active false
            found null
            found with fewer tags null
            text null
            list null
            loaded User[name=nobody, age=0]
            annotated User[name=user 43, age=1]
            stored false
            runs 2
            after tag false
            after annotation false
            after pattern false
            runs 4
            all {}
            none {}
            visits 400
            thrown theirs
            """;

    /** Nothing of it is annotated. */
    private static final String PLAIN = """
            import dev.larder.*;
            public class Plain {
                public static void main(String[] args) throws Exception {
                    LarderCache<String> texts = Larder.cache(String.class);
                    texts.put("k", "v");
                    System.out.println(Larder.isActive() + " " + texts.get("k"));
                }
            }
            """;

    @ParameterizedTest
    @MethodSource("jdks")
    void annotationsAndApi_overRedis_areOneCache(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished run =
                    app(jdk, "REDIS").environment("REDIS_URL", redis.url()).run();

            assertThat(run.stdout()).as(run.stderr()).isEqualTo(CACHED);
            assertThat(run.agentLines()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void annotationsAndApi_inMemory_areOneCache(Jdk jdk) throws Exception {
        Finished run = app(jdk, "MEMORY").run();

        assertThat(run.stdout()).as(run.stderr()).isEqualTo(CACHED);
        assertThat(run.agentLines()).noneMatch(line -> line.contains("ERROR"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void api_withoutAgent_doesWhatIsDocumentedAndSaysNothing(Jdk jdk) throws Exception {
        Finished run =
                ChildJvm.on(jdk).briefly().main(ProgrammaticApp.class, "OFF").run();

        assertThat(run.stdout()).isEqualTo(UNCACHED);
        assertThat(run.stderr()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void api_whileSwitchedOff_countsInTheProcess(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar(), "enabled=false")
                .main(ProgrammaticApp.class, "OFF")
                .run();

        assertThat(run.stdout()).isEqualTo(UNCACHED.replace("active false", "active true"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void firstUse_ofApiAlone_startsTheStores() throws Exception {
        Path classes = compile("plain", Map.of("Plain", PLAIN));

        Finished run = ChildJvm.on(Jdks.newest())
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar(), "redis.timeout=5s")
                .main("Plain")
                .run();

        assertThat(run.stdout()).as(run.stderr()).isEqualTo("true v\n");
    }

    @Test
    void premain_loadsNothingOfTheApi() throws Exception {
        Path classes = compile(
                "empty", Map.of("Empty", "public class Empty { public static void main(String[] arguments) {} }"));

        List<String> loaded = ChildJvm.on(Jdks.newest())
                .briefly()
                .classPath(classes)
                .agent(PackedAgent.jar())
                .logClassLoading()
                .main("Empty")
                .run()
                .loadedClasses();

        assertThat(loaded)
                .contains("dev.larder.agent.bridge.Programmatic", "Empty")
                .noneMatch(name -> name.startsWith("dev.larder.agent.core.direct"))
                .doesNotContain("dev.larder.agent.core.Caching");
    }

    private static ChildJvm app(Jdk jdk, String mode) {
        return ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar(), "redis.timeout=2s")
                .main(ProgrammaticApp.class, mode);
    }
}
