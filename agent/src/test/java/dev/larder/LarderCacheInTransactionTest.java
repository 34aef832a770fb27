package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.LarderCacheContract.User;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.Expects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The API inside of Spring's transactions. */
@Timeout(30)
final class LarderCacheInTransactionTest {

    private static final User OLD = new User("old", 1);
    private static final User NEW = new User("new", 2);

    private final ApiOver api =
            new ApiOver(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
    private final LarderCache<User> users = api.cache(User.class);
    private final TransactionTemplate transaction = new TransactionTemplate(manager());

    private static DataSourceTransactionManager manager() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:api");
        return new DataSourceTransactionManager(database);
    }

    @Test
    void h69_put_isThereAfterTheCommit() {
        users.put("u:1", OLD);
        transaction.executeWithoutResult(status -> {
            users.put("u:1", NEW);
            users.putAll(Map.of("u:2", NEW));

            assertThat(elsewhere(() -> users.get("u:1"))).isNotEqualTo(NEW);
            assertThat(elsewhere(() -> users.get("u:2"))).isNull();
        });

        assertThat(users.getAll(List.of("u:1", "u:2"))).containsOnly(Map.entry("u:1", NEW), Map.entry("u:2", NEW));
    }

    @Test
    void h69_rolledBack_nothingHappened() {
        users.put("u:1", OLD);
        users.put("u:2", OLD);
        transaction.executeWithoutResult(status -> {
            users.put("u:1", NEW);
            users.evict("u:2");
            status.setRollbackOnly();
        });

        assertThat(users.getAll(List.of("u:1", "u:2"))).doesNotContainValue(NEW).containsEntry("u:2", OLD);
    }

    @Test
    void h69_evict_takesPlaceAfterTheCommit() {
        users.put("u:1", OLD);
        transaction.executeWithoutResult(status -> {
            users.evict("u:1");

            assertThat(elsewhere(() -> users.get("u:1"))).isEqualTo(OLD);
        });

        assertThat(users.exists("u:1")).isFalse();
    }

    @Test
    void h69_afterItsFirstWrite_aTransactionSeesItsOwnDataOnly() {
        users.putAll(Map.of("u:1", OLD, "u:2", OLD));
        transaction.executeWithoutResult(status -> {
            assertThat(users.get("u:1")).isEqualTo(OLD);
            users.evict("u:2");

            assertThat(users.get("u:1")).isNull();
            assertThat(users.exists("u:1")).isFalse();
            assertThat(users.getAll(List.of("u:1"))).isEmpty();
            assertThat(users.getOrLoad("u:1", () -> NEW)).isEqualTo(NEW);
        });

        assertThat(users.get("u:1")).isEqualTo(OLD);
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    void h69_whatATransactionReads_isNotStored() {
        transaction.executeWithoutResult(status -> {
            assertThat(users.getOrLoad("u:1", () -> NEW)).isEqualTo(NEW);
            assertThat(users.putIfAbsent("u:2", NEW)).isFalse();
        });

        assertThat(users.getAll(List.of("u:1", "u:2"))).isEmpty();
    }

    @Test
    void h69_afterItsFirstWrite_ttlAndExistsAgreeWithGet() {
        users.putAll(Map.of("u:1", OLD));
        users.increment("n");
        transaction.executeWithoutResult(status -> {
            assertThat(users.ttl("u:1")).isPositive();
            users.evict("u:2");

            assertThat(users.get("u:1")).isNull();
            assertThat(users.exists("u:1")).isFalse();
            assertThat(users.ttl("u:1")).isZero();
            assertThat(users.ttl("n")).isPositive();
        });

        assertThat(users.ttl("u:1")).isPositive();
    }

    @Test
    void putAfterAnEvictionThatItFallsUnder_isThereAfterTheCommit() {
        LarderCache<User> tagged = users.withTags("team:7");
        tagged.put("t:1", OLD);
        users.putAll(Map.of("u:1", OLD, "u:2", OLD));
        transaction.executeWithoutResult(status -> {
            users.evictPattern("u:*");
            users.put("u:1", NEW);
            users.evictTag("team:7");
            tagged.put("t:1", NEW);
        });

        assertThat(users.getAll(List.of("u:1", "u:2", "t:1")))
                .containsOnly(Map.entry("u:1", NEW), Map.entry("t:1", NEW));
    }

    @Test
    void evictionAfterAPutThatFallsUnderIt_leavesNothing() {
        transaction.executeWithoutResult(status -> {
            users.putAll(Map.of("u:1", NEW, "v:1", NEW, "w:1", NEW));
            users.withTags("team:7").put("t:1", NEW);
            users.evict("u:1");
            users.evictPattern("v:*");
            users.evictTag("team:7");
        });

        assertThat(users.getAll(List.of("u:1", "v:1", "w:1", "t:1"))).containsOnlyKeys("w:1");
    }

    @Test
    void processCounters_endWithTheCommitOfTheirEvictionOnly() {
        api.engine.setEnabled(false);
        users.increment("n", 5);
        transaction.executeWithoutResult(status -> {
            users.evict("n");
            status.setRollbackOnly();
        });
        assertThat(users.increment("n")).isEqualTo(6);
        transaction.executeWithoutResult(status -> {
            users.evict("n");
            assertThat(users.increment("n")).isEqualTo(7);
        });

        assertThat(users.increment("n")).isEqualTo(1);
    }

    @Test
    void switchedOff_whatIsPut_isEvictedAfterTheCommit() {
        users.put("u:1", OLD);
        api.engine.setEnabled(false);
        transaction.executeWithoutResult(status -> users.put("u:1", NEW));
        api.engine.setEnabled(true);

        assertThat(users.exists("u:1")).isFalse();
        assertThat(api.counts().errors()).isZero();
    }

    @Test
    void counters_countAtOnce() {
        transaction.executeWithoutResult(status -> {
            users.increment("n");
            status.setRollbackOnly();
        });

        assertThat(users.increment("n")).isEqualTo(2);
    }

    private static <T> T elsewhere(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
