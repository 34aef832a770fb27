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

/** Evictions that are easily lost, in an application as users write them: each takes place, or is said not to. */
final class EffectsIT {

    private static final String APP = """
            import dev.larder.CacheEvict;
            import dev.larder.Cached;
            import java.lang.management.ManagementFactory;
            import java.util.List;
            import java.util.concurrent.Callable;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.Future;
            import java.util.concurrent.FutureTask;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class Lost {
                interface Repo<K> {
                    @Cached(key = "user:{0}", ttl = 60) String find(K id);
                    @CacheEvict(key = "user:{0}") default void touch(K id) {}
                    @CacheEvict(key = "user:{1[]}") default void touchAll(List<?> first, List<K> ids) {}
                }
                static class Users implements Repo<Long> {
                    int runs;
                    CompletableFuture<String> work = new CompletableFuture<>();
                    public String find(Long id) { return "user " + id + " of run " + ++runs; }
                    @CacheEvict(key = "user:{0}") CompletableFuture<String> touchLater(long id) { return work; }
                    @CacheEvict(key = "user:{0}") Future<String> touchOnReturn(long id) { return new FutureTask<>(() -> "done"); }
                    @CacheEvict(key = "user:{0}") Callable<String> touchSometime(long id) { return () -> "done"; }
                    @CacheEvict(key = "user:{0}") void delete(long id) {}
                }
                static class OtherUsers extends Users {
                    @Override void delete(long id) {}
                }

                public static void main(String[] args) throws Exception {
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    Users users = new OtherUsers();
                    ObjectName cache = new ObjectName("dev.larder:type=Cache");
                    dev.larder.agent.apps.Awaiting.until(() -> server.isRegistered(cache));
                    dev.larder.agent.apps.Awaiting.until(() -> server.getAttribute(cache, "Mode").equals("MEMORY"));

                    users.find(7L);
                    users.touch(7L);
                    System.out.println(users.find(7L));
                    users.touchAll(List.of(), List.of(6L, 7L));
                    System.out.println(users.find(7L));

                    CompletableFuture<String> later = users.touchLater(7);
                    System.out.println("done " + later.isDone() + ", " + users.find(7L));
                    CompletableFuture<String> seen = later.thenApply(value -> value + ", " + users.find(7L));
                    users.work.complete("done");
                    System.out.println(seen.get());
                    System.out.println(users.touchLater(7) == users.work);

                    users.find(7L);
                    users.touchSometime(7);
                    users.delete(7);
                    System.out.println(users.find(7L));
                    for (int i = 0; i < 2; i++) {
                        users.touchOnReturn(7);
                        System.out.println(users.find(7L));
                    }
                    System.out.println(server.getAttribute(cache, "RefusedMethods") + " refused");
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Lost", APP));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void evictionsThatAreEasilyLost_takePlaceOrAreSaidNotTo(Jdk jdk) throws Exception {
        Finished finished = ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar())
                .main("Lost")
                .run();

        assertThat(finished.stdout().lines())
                .as(finished.stderr())
                .containsExactly(
                        "user 7 of run 2",
                        "user 7 of run 3",
                        "done false, user 7 of run 3",
                        "done, user 7 of run 4",
                        "true",
                        "user 7 of run 5",
                        "user 7 of run 6",
                        "user 7 of run 7",
                        "2 refused");
        assertThat(finished.stderr().lines().filter(line -> line.contains("WARN LDR-0202 Cannot evict for ")))
                .hasSize(2)
                .anyMatch(line -> line.contains("Lost$Users.touchSometime(long): its result, "
                        + "java.util.concurrent.Callable, is there before the work is done"))
                .anyMatch(line -> line.contains("Lost$OtherUsers.delete(long): it overrides Lost$Users.delete(long)"));
        assertThat(finished.stderr().lines().filter(line -> line.contains("whose work may not be done yet")))
                .singleElement()
                .asString()
                .contains("Lost$Users.touchOnReturn(long) returned a java.util.concurrent.FutureTask, ");
    }
}
