package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service whose methods are inherited from a base class that knows nothing of its annotated interface. */
final class InheritedBodiesIT {

    private static final String SERVICE = """
            import dev.larder.CacheEvict;
            import dev.larder.CachePut;
            import dev.larder.Cached;
            import java.lang.management.ManagementFactory;
            import java.util.HashMap;
            import java.util.Map;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class Service {
                static int reads;

                interface Api {
                    @Cached(key = "u:{0}", ttl = 60) String find(Long id);
                    @CacheEvict(key = "u:{0}") void drop(Long id);
                    @CachePut(key = "u:{0}", value = "{1}", ttl = 60) String save(Long id, String name);
                }

                static class Base<K, V> {
                    final Map<K, V> rows = new HashMap<>();
                    public V find(K id) { reads++; return rows.get(id); }
                    public void drop(K id) { rows.remove(id); }
                    public V save(K id, V row) { rows.put(id, row); return row; }
                }

                static class Users extends Base<Long, String> implements Api {}

                public static void main(String[] args) throws Exception {
                    Users users = new Users();
                    Api api = users;
                    Base<Long, String> base = users;
                    users.find(0L);
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    ObjectName cache = new ObjectName("dev.larder:type=Cache");
                    dev.larder.agent.apps.Awaiting.until(() -> server.isRegistered(cache));
                    dev.larder.agent.apps.Awaiting.until(() -> server.getAttribute(cache, "Mode").equals(args[0]));
                    reads = 0;
                    long hits = (Long) server.getAttribute(cache, "Hits");
                    long misses = (Long) server.getAttribute(cache, "Misses");
                    base.rows.put(7L, "Ada");
                    System.out.println(users.find(7L) + api.find(7L) + base.find(7L) + " reads " + reads);
                    for (int view = 0; view < 3; view++) {
                        base.rows.put(7L, "Ada " + view);
                        if (view == 0) users.drop(8L);
                        if (view == 0) users.drop(7L);
                        if (view == 1) api.drop(7L);
                        if (view == 2) base.drop(7L);
                        System.out.println(base.find(7L) + " " + api.find(7L));
                    }
                    base.save(7L, "Grace");
                    base.rows.put(7L, "nobody");
                    System.out.println(users.find(7L) + " reads " + reads);
                    System.out.println("hits " + ((Long) server.getAttribute(cache, "Hits") - hits) + " misses "
                            + ((Long) server.getAttribute(cache, "Misses") - misses));
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Service", SERVICE));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f1_inMemory_everyViewReadsEvictsAndPutsOnce(Jdk jdk) throws Exception {
        assertService(jvm(jdk).main("Service", "MEMORY").run());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f1_inRedis_everyViewReadsEvictsAndPutsOnce(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            assertService(jvm(jdk).environment("REDIS_URL", redis.url())
                    .main("Service", "REDIS")
                    .run());
        }
    }

    private static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar());
    }

    private static void assertService(Finished finished) {
        assertThat(finished.stdout().lines())
                .as(finished.stderr())
                .containsExactly(
                        "AdaAdaAda reads 1", "null null", "null null", "null null", "Grace reads 4", "hits 6 misses 4");
        assertThat(finished.agentLines()).noneMatch(line -> line.contains("WARN"));
    }
}
