package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.KeysApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the arguments of whole calls have to do with each other, in memory and in Redis. */
final class KeysIT {

    private static final List<String> RIGHT = List.of(
            // f28: cards and amounts whose accessors show the same
            "5555555555551234",
            "5555555555551234",
            "199",
            "199",
            // f29: other orders, and hash tables that only iterate otherwise
            "a&b",
            "a&b",
            "id,name",
            "2",
            "runs 1",
            // f30: evictions declared for general types
            "v2",
            "v3",
            "v4",
            "v5",
            "v6v6v6v6",
            "v7");

    private static final String MODULE = "module shop { requires dev.larder.annotations; exports shop; }";
    private static final String SHOP = """
            package shop;

            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;

            public class Main {
                public record Price(String sku) {
                    public String sku() { return "*"; }
                    String held() { return sku; }
                }

                static int runs;

                @Cached(key = "a:{price}", ttl = 600) static String whole(Price price) { runs++; return price.held(); }
                @Cached(key = "b:{price.sku}", ttl = 600) static String part(Price price) { runs++; return price.held(); }

                public static void main(String[] arguments) throws Exception {
                    whole(new Price("w"));
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.MEMORY);
                    runs = 0;
                    for (int i = 0; i < 2; i++) {
                        System.out.println(whole(new Price("x")) + whole(new Price("y")));
                        System.out.println(part(new Price("x")) + part(new Price("y")));
                    }
                    System.out.println("runs " + runs);
                }
            }
            """;

    @TempDir
    static Path directory;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f28_f29_f30_argumentsInMemory_meetWhatTheyEqualAndNothingElse(Jdk jdk) throws Exception {
        assertRight(
                ChildJvm.on(jdk)
                        .briefly()
                        .agent(PackedAgent.jar())
                        .main(KeysApp.class, "MEMORY")
                        .run(),
                "MEMORY");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f28_f29_f30_argumentsInRedis_meetWhatTheyEqualAndNothingElse(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            ChildJvm child = ChildJvm.on(jdk)
                    .briefly()
                    .agent(PackedAgent.jar())
                    .environment("REDIS_URL", redis.url())
                    .main(KeysApp.class, "REDIS");
            assertRight(child.run(), "REDIS");
        }
    }

    private static void assertRight(Finished finished, String mode) {
        List<String> lines = finished.stdout().lines().toList();
        assertThat(lines).as(finished.stderr()).startsWith(mode);
        assertThat(lines.subList(1, lines.size())).as(finished.stderr()).isEqualTo(RIGHT);
        assertThat(finished.stderr()).doesNotContain("WARN");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f28_recordOfAModuleThatIsNotOpen_isPartOfKeysByWhatItHolds(Jdk jdk) throws Exception {
        Path classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes-" + jdk.version()),
                Map.of("module-info", MODULE, "shop.Main", SHOP),
                "-parameters",
                "-p",
                PackedAgent.annotations().toString());

        Finished finished = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .options("-p", classes + File.pathSeparator + PackedAgent.annotations(), "-m", "shop/shop.Main")
                .run();

        assertThat(finished.stdout().lines()).as(finished.stderr()).containsExactly("xy", "xy", "xy", "xy", "runs 4");
        assertThat(finished.stderr()).doesNotContain("WARN");
    }
}
