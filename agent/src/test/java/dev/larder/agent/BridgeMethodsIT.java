package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** javac copies the annotation to the bridges it makes; a call through one is still one call. */
final class BridgeMethodsIT {

    private static final String VIEWS = """
            import dev.larder.Cached;
            import java.lang.management.ManagementFactory;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class Views {
                static int runs;

                interface Source<T> { T find(long id); }
                interface Named { CharSequence name(int id); }
                static class Users implements Source<String> {
                    @Cached(key = "user:{0}", ttl = 60) public String find(long id) { runs++; return "user " + id; }
                }
                static class Base {
                    @Cached(key = "name:{0}", ttl = 60) public String name(int id) { runs++; return "name " + id; }
                }
                public static class Public extends Base implements Named {}

                public static void main(String[] args) throws Exception {
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    Users users = new Users();
                    Public names = new Public();
                    ObjectName cache = new ObjectName("dev.larder:type=Cache");
                    dev.larder.agent.apps.Awaiting.until(() -> server.isRegistered(cache));
                    dev.larder.agent.apps.Awaiting.until(() -> server.getAttribute(cache, "Mode").equals("MEMORY"));

                    users.find(7);
                    ((Source<?>) users).find(7);
                    Source.class.getMethod("find", long.class).invoke(users, 7L);
                    names.name(7);
                    ((Named) names).name(7);
                    ((Base) names).name(7);
                    System.out.println("runs " + runs);
                    System.out.println("hits " + server.getAttribute(cache, "Hits"));
                    System.out.println("misses " + server.getAttribute(cache, "Misses"));
                    System.out.println("evicted " + server.invoke(
                            cache, "evict", new Object[] {"user:7"}, new String[] {"java.lang.String"}));
                    users.find(7);
                    ((Source<?>) users).find(7);
                    System.out.println("runs " + runs);
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Views", VIEWS));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h37_callsThroughEveryView_areOneLookUpUnderOneKey(Jdk jdk) throws Exception {
        Finished finished = ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar())
                .main("Views")
                .run();

        assertThat(finished.stdout().lines())
                .as(finished.stderr())
                .containsExactly("runs 2", "hits 4", "misses 2", "evicted true", "runs 3");
    }
}
