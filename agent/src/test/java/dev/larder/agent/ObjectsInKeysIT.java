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

/** Methods of records, enum constants, entities, clients and generic bases, with the packed agent. */
final class ObjectsInKeysIT {

    private static final String OBJECTS = """
            import dev.larder.Cached;
            import java.lang.management.ManagementFactory;
            import java.util.List;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class Objects {
                record Account(long id) {
                    @Cached(ttl = 60) String balance() { return "balance of " + id; }
                }
                enum Unit {
                    KM, MILE;
                    @Cached(ttl = 60) String convert(int x) { return x + " " + this; }
                }
                static class Customer {
                    private final long id;
                    Customer(long id) { this.id = id; }
                    @Cached(ttl = 60) boolean vip() { return id == 1; }
                }
                static class Client {
                    private final String host;
                    Client(String host) { this.host = host; }
                    @Cached(ttl = 60) String get(String path) { return host + path; }
                    @Cached(key = "head:{path}", ttl = 60) String head(String path) { return host + path; }
                }
                record User(long id) {}
                record Order(long id) {}
                static abstract class Dao<T> {
                    @Cached(ttl = 60) T find(long id) { return row(id); }
                    @Cached(ttl = 60) List<T> all() { return List.of(row(1), row(2)); }
                    @Cached(key = "row:{id}", ttl = 60) T byKey(long id) { return row(id); }
                    abstract T row(long id);
                }
                static class Users extends Dao<User> { User row(long id) { return new User(id); } }
                static class Orders extends Dao<Order> { Order row(long id) { return new Order(id); } }

                public static void main(String[] args) throws Exception {
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    ObjectName cache = new ObjectName("dev.larder:type=Cache");
                    new Account(0).balance();
                    dev.larder.agent.apps.Awaiting.until(() -> server.isRegistered(cache));
                    dev.larder.agent.apps.Awaiting.until(() -> server.getAttribute(cache, "Mode").equals(args[0]));
                    for (int i = 0; i < 3; i++) {
                        System.out.println(new Account(1).balance() + ", " + new Account(2).balance());
                        System.out.println(Unit.KM.convert(1) + ", " + Unit.MILE.convert(1));
                        System.out.println(new Customer(1).vip() + ", " + new Customer(2).vip());
                        System.out.println(new Client("a").get("/") + ", " + new Client("b").get("/"));
                        User user = new Users().find(1);
                        Order order = new Orders().find(1);
                        System.out.println(user + ", " + order);
                        User first = new Users().all().get(0);
                        Order last = new Orders().all().get(1);
                        System.out.println(first + ", " + last);
                        User userByKey = new Users().byKey(1);
                        Order orderByKey = new Orders().byKey(1);
                        System.out.println(userByKey + ", " + orderByKey);
                    }
                    new Client("a").head("/");
                    new Client("b").head("/");
                    System.out.println("mode " + server.getAttribute(cache, "Mode"));
                    System.out.println("errors " + server.getAttribute(cache, "Errors"));
                    System.out.println("hits " + server.getAttribute(cache, "Hits"));
                    System.out.println("misses " + server.getAttribute(cache, "Misses"));
                }
            }
            """;

    private static final List<String> EACH_ROUND = List.of(
            "balance of 1, balance of 2",
            "1 KM, 1 MILE",
            "true, false",
            "a/, b/",
            "User[id=1], Order[id=1]",
            "User[id=1], Order[id=2]",
            "User[id=1], Order[id=1]");

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(
                Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Objects", OBJECTS), "-parameters");
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f27_f2_inMemory_eachObjectGetsItsOwn(Jdk jdk) throws Exception {
        assertRight(ChildJvm.on(jdk).briefly(), "MEMORY");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f27_f2_inRedis_eachObjectGetsItsOwnAndTheNextProcessFindsIt(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            assertRight(ChildJvm.on(jdk).briefly().environment("REDIS_URL", redis.url()), "REDIS");
            Finished second = assertRight(ChildJvm.on(jdk).briefly().environment("REDIS_URL", redis.url()), "REDIS");
            // The call before the mode is known is not counted on.
            assertThat(number(second, "misses ")).as(second.stdout()).isLessThanOrEqualTo(2);
            assertThat(number(second, "hits ")).isGreaterThanOrEqualTo(42);
        }
    }

    private static Finished assertRight(ChildJvm jvm, String mode) throws Exception {
        Finished finished = jvm.classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar())
                .main("Objects", mode)
                .run();
        List<String> lines = finished.stdout().lines().toList();
        assertThat(lines).as(finished.stderr()).hasSize(3 * EACH_ROUND.size() + 4);
        for (int round = 0; round < 3; round++) {
            int start = round * EACH_ROUND.size();
            assertThat(lines.subList(start, start + EACH_ROUND.size())).isEqualTo(EACH_ROUND);
        }
        assertThat(lines).contains("mode " + mode, "errors 0");
        assertThat(finished.stderr().lines().filter(line -> line.contains("WARN")))
                .as(finished.stderr())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("Client.head", "'host'", "{this.host}"))
                .anySatisfy(line -> assertThat(line).contains("Dao.byKey", "'row:{id}'", "several classes"));
        return finished;
    }

    private static long number(Finished finished, String prefix) {
        return finished.stdout()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToLong(line -> Long.parseLong(line.substring(prefix.length())))
                .sum();
    }
}
