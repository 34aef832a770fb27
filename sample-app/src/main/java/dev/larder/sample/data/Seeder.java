package dev.larder.sample.data;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Fills an empty database, before the web server takes its first request.
 *
 * <p><b>Shape.</b> Each table is one {@code INSERT ... SELECT} over a series, so the rows never travel through the
 * driver. What looks like chance is a hash of the row's number in integer arithmetic: every database and every run
 * makes the same rows.
 *
 * <p><b>Threads.</b> Several instances may start on one database at the same time. All is one transaction that begins
 * with a row of a fixed key: the others wait for it and then find that there is nothing left to do.
 */
@Component
@EnableConfigurationProperties(SeedSize.class)
class Seeder implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Seeder.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final SeedSize size;

    Seeder(JdbcClient jdbc, TransactionOperations transactions, SeedSize size) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.size = size;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Instant start = Instant.now();
        try {
            transactions.executeWithoutResult(transaction -> seed());
        } catch (DuplicateKeyException alreadySeeded) {
            log.info("The database has its rows already.");
            return;
        }
        log.info(
                "Seeded {} events of {} users in {} projects in {} ms.",
                jdbc.sql("select count(*) from activity_events")
                        .query(Long.class)
                        .single(),
                size.users(),
                size.projects(),
                Duration.between(start, Instant.now()).toMillis());
    }

    private void seed() {
        jdbc.sql("insert into seeding (id) values (1)").update();
        jdbc.sql(SeedSql.USERS).param("users", size.users()).update();
        jdbc.sql(SeedSql.PROJECTS)
                .param("users", size.users())
                .param("projects", size.projects())
                .update();
        jdbc.sql(SeedSql.MEMBERSHIPS)
                .param("users", size.users())
                .param("projects", size.projects())
                .update();
        jdbc.sql(SeedSql.EVENTS).param("most", size.eventsPerMembership()).update();
    }
}
