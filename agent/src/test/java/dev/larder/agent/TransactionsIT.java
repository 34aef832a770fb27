package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.PrintingApp;
import dev.larder.agent.apps.TransactionsApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.logging.LogFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The packed agent in applications with and without Spring's transactions. */
final class TransactionsIT {

    private static final List<String> SEEN = List.of(
            "at first: first",
            "own write: second",
            "another's read before the commit: first",
            "a listener's read after the commit: second",
            "after the commit: second",
            "another's read after the commit: second",
            "own write: undone",
            "after the rollback: second",
            "after the put: third",
            "after the put's rollback: third",
            "after the rollback to a savepoint: kept",
            "another's read after the inner commit: fourth",
            "after the outer rollback: fourth",
            "stored by a read-only transaction: null",
            "found by one that may write: null",
            "read by one that may write: null",
            "not stored by it: later");

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h69_springTransactionsOverMemory_seeWhatTheyShould(Jdk jdk) throws Exception {
        Finished app = spring(jdk).main(TransactionsApp.class).run();

        assertThat(app.stdout().lines()).as(app.stderr()).isEqualTo(SEEN);
        assertTroubleIsNothingButAWarning(app);
        assertThat(app.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h69_springTransactionsOverRedis_seeWhatTheyShould(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Finished app = over(redis, spring(jdk))
                    .main(TransactionsApp.class, "redis")
                    .run();

            assertThat(app.stdout().lines()).as(app.stderr()).isEqualTo(SEEN);
            assertTroubleIsNothingButAWarning(app);
            assertThat(app.exitCode()).isZero();
        }
    }

    /** Before 6.2 Spring does not tell of savepoints; then puts must neither be lost nor keep what was undone. */
    @ParameterizedTest
    @MethodSource("olderSprings")
    void f9_springThatDoesNotTellOfSavepoints_putsAreStored(Jdk jdk, String version) throws Exception {
        Finished overMemory = spring(jdk, version).main(TransactionsApp.class).run();

        assertThat(overMemory.stdout().lines()).as(overMemory.stderr()).isEqualTo(SEEN);
        assertThat(overMemory.exitCode()).isZero();

        try (RedisServer redis = RedisServer.start()) {
            Finished overRedis = over(redis, spring(jdk, version))
                    .main(TransactionsApp.class, "redis")
                    .run();

            assertThat(overRedis.stdout().lines()).as(overRedis.stderr()).isEqualTo(SEEN);
            assertThat(overRedis.exitCode()).isZero();
        }
    }

    static Stream<Arguments> olderSprings() {
        return jdks().stream().flatMap(jdk -> Stream.of("6.1.21", "5.3.39").map(version -> Arguments.of(jdk, version)));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void applicationWithoutTransactions_loadsNothingForThem(Jdk jdk) throws Exception {
        Finished app = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .logClassLoading()
                .main(PrintingApp.class, "a", "b", "a")
                .run();

        assertThat(app.stdout().lines()).as(app.stderr()).contains("Hello a", "Hello b", "done");
        assertThat(app.loadedClasses())
                .noneMatch(name -> name.startsWith("org.springframework.")
                        || name.startsWith("jakarta.")
                        || name.startsWith("javax.naming."));
    }

    private static ChildJvm spring(Jdk jdk) {
        Path[] jars = Stream.of(
                        TransactionTemplate.class,
                        JdbcTemplate.class,
                        InitializingBean.class,
                        Ordered.class,
                        LogFactory.class,
                        JdbcDataSource.class)
                .map(PackedAgent::locationOf)
                .toArray(Path[]::new);
        return ChildJvm.on(jdk).briefly().agent(PackedAgent.jar()).classPath(jars);
    }

    private static ChildJvm spring(Jdk jdk, String version) {
        Path[] jars = Stream.of("tx", "jdbc", "beans", "core", "jcl")
                .map(part -> Path.of("target", "old-spring", "spring-" + part + "-" + version + ".jar")
                        .toAbsolutePath())
                .toArray(Path[]::new);
        return ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .classPath(jars)
                .classPath(PackedAgent.locationOf(JdbcDataSource.class));
    }

    private static ChildJvm over(RedisServer redis, ChildJvm app) {
        return app.environment("REDIS_URL", redis.url())
                .environment("LARDER_REDIS_TIMEOUT", "2s"); // a JVM that is busy starting is no slow Redis
    }

    /** Of the method that is called in a transaction that may write, twice, and said once. */
    private static void assertTroubleIsNothingButAWarning(Finished app) {
        assertThat(app.agentLines().stream().filter(TransactionsIT::isTrouble))
                .singleElement()
                .asString()
                .contains(
                        "Results of dev.larder.agent.apps.TransactionsApp$Shop.name(int) are not stored",
                        "in a transaction that may write",
                        "readOnly = true");
    }

    private static boolean isTrouble(String line) {
        return line.contains("WARN") || line.contains("ERROR");
    }
}
