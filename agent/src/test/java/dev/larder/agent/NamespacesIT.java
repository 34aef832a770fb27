package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services that use one Redis and say nothing of a namespace, or the same. */
final class NamespacesIT {

    private static final String SERVICE = """
            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;

            public class %1$s {
                @Cached(key = "name:{id}", ttl = 600) static String name(long id) { return "%1$s " + id; }

                public static void main(String[] arguments) throws Exception {
                    name(0);
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.REDIS);
                    System.out.println(name(1));
                    if (arguments.length > 0) Larder.cache(String.class).evictPattern("*");
                    System.in.read();
                }
            }
            """;

    /** Reads two entries, at first and after each line of its input. A value says who made it, and in which run. */
    private static final String STOCK = """
            import dev.larder.CacheEvict;
            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;
            import java.io.BufferedReader;
            import java.io.InputStreamReader;
            import java.util.List;

            public class Stock {
                static String service;
                static int runs;

                @Cached(key = "left:{id}", ttl = 600) static String left(long id) { return service + ++runs; }
                @CacheEvict(key = "left:{id}") static void sell(long id) {}
                @CacheEvict(pattern = "left:*") static void count() {}

                public static void main(String[] arguments) throws Exception {
                    service = arguments[0];
                    sell(0);
                    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
                    for (String line = "read"; line != null && !line.equals("end"); line = in.readLine()) {
                        switch (line) {
                            case "by key" -> sell(1);
                            case "by pattern" -> count();
                            case "by keys" -> Larder.cache(String.class).evictAll(List.of("left:1", "left:2"));
                            case "everything" -> Larder.cache(String.class).evictPattern("*");
                            default -> dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.REDIS);
                        }
                        System.out.println(left(1) + " " + left(2));
                    }
                }
            }
            """;

    private static final String LAUNCHER = """
            package org.apache.catalina.startup;

            public class Bootstrap {
                public static void main(String[] arguments) throws Exception {
                    Class.forName("Orders").getMethod("main", String[].class).invoke(null, (Object) arguments);
                }
            }
            """;

    /** Its main class starts many applications. */
    private static final String CONTAINER = "org.apache.catalina.startup.";

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of(
                        "Orders",
                        SERVICE.formatted("Orders"),
                        "Billing",
                        SERVICE.formatted("Billing"),
                        "Stock",
                        STOCK,
                        CONTAINER + "Bootstrap",
                        LAUNCHER),
                "-parameters");
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f31_twoServicesWithoutANamespace_doNotShareResults(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished orders = run(service(jdk, redis).main("Orders"));
            Finished billing = run(service(jdk, redis).main("Billing", "evict"));

            assertThat(orders.stdout()).isEqualTo("Orders 1\n");
            assertThat(billing.stdout()).isEqualTo("Billing 1\n");
            assertThat(orders.stderr()).contains("Namespace Orders (default, from the main class)");
            assertThat(orders.stderr() + billing.stderr()).doesNotContain("WARN");
            assertThat(redis.command("EXISTS", "Orders:name:1")).isEqualTo(1L);
            assertThat(redis.command("EXISTS", "Billing:name:1")).isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h111_anotherApplicationInTheNamespace_isSaidOnceWithBothNames(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished orders = run(shop(jdk, redis).main("Orders"));
            Finished again = run(shop(jdk, redis).main("Orders"));
            Finished billing = run(shop(jdk, redis).main("Billing"));

            assertThat(orders.stderr() + again.stderr()).doesNotContain("WARN");
            assertThat(billing.stderr().lines().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains("The application Billing uses the namespace shop in Redis, and so does Orders.");
            assertThat((Long) redis.command("PTTL", "shop# application")).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h111_applicationWithoutAName_isSaidAndHasTheNamespaceOfThose(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished nameless = run(service(jdk, redis).main(CONTAINER + "Bootstrap"));

            assertThat(nameless.stdout()).isEqualTo("Orders 1\n");
            assertThat(nameless.stderr().lines().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains("Nothing says which application this is", "larder.namespace");
            assertThat(redis.command("EXISTS", "larder:name:1")).isEqualTo(1L);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h111_databasesOfOneRedis_shareNeitherEntriesNorEvictions(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                Stock zero = new Stock(jdk, redis, 0, "zero");
                Stock one = new Stock(jdk, redis, 1, "one")) {
            assertThat(zero.next()).isEqualTo("zero1 zero2");
            assertThat(one.next()).isEqualTo("one1 one2");

            assertThat(zero.ask("by key")).isEqualTo("zero3 zero2");
            assertThat(one.ask("read")).isEqualTo("one1 one2");
            assertThat(zero.ask("by pattern")).isEqualTo("zero4 zero5");
            assertThat(one.ask("read")).isEqualTo("one1 one2");
            assertThat(one.ask("by keys")).isEqualTo("one3 one4");
            assertThat(zero.ask("read")).isEqualTo("zero4 zero5");
            assertThat(one.ask("everything")).isEqualTo("one5 one6");
            assertThat(zero.ask("read")).isEqualTo("zero4 zero5");

            assertThat((String) redis.command("INFO", "keyspace")).contains("db0:keys=", "db1:keys=");
            assertThat(zero.jvm.stderr() + one.jvm.stderr()).doesNotContain("WARN");
        }
    }

    /** A process of the service, in the same namespace as the other. */
    private static final class Stock implements AutoCloseable {

        private final ChildJvm.Running jvm;

        Stock(Jdk jdk, RedisServer redis, int database, String name) throws IOException {
            jvm = shop(jdk, redis)
                    .environment("REDIS_URL", redis.url() + "/" + database)
                    .environment("LARDER_REDIS_TIMEOUT", "10s") // a JVM that is busy starting is no slow Redis
                    .environment("LARDER_REDIS_CONNECT_TIMEOUT", "20s")
                    .main("Stock", name)
                    .start();
        }

        String ask(String line) throws IOException {
            return jvm.ask(line);
        }

        String next() {
            return jvm.nextAnswer();
        }

        @Override
        public void close() throws IOException {
            jvm.close();
        }
    }

    /** Until the line that comes when no class with annotations has been loaded for a while. */
    private static Finished run(ChildJvm service) throws IOException, InterruptedException {
        try (ChildJvm.Running running = service.start()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> running.stderr().contains("1 method cached"));
            running.tell("end");
            return running.await();
        }
    }

    private static ChildJvm shop(Jdk jdk, RedisServer redis) {
        return service(jdk, redis).environment("LARDER_NAMESPACE", "shop");
    }

    private static ChildJvm service(Jdk jdk, RedisServer redis) {
        return ChildJvm.on(jdk)
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .environment("REDIS_URL", redis.url())
                .agent(PackedAgent.jar());
    }
}
