package dev.larder.sample.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class SeederTest {

    private static final SeedSize SIZE = new SeedSize(50, 10, 6);

    private final DriverManagerDataSource database = emptyDatabase();

    @Test
    void seed_twoDatabases_makesTheSameRows() {
        DriverManagerDataSource other = emptyDatabase();

        seed(database, SIZE);
        seed(other, SIZE);

        assertThat(rows(database)).hasSizeGreaterThan(500).isEqualTo(rows(other));
    }

    @Test
    void seed_seededDatabase_leavesItAsItIs() {
        seed(database, SIZE);
        List<Map<String, Object>> before = rows(database);

        seed(database, new SeedSize(80, 20, 6));

        assertThat(rows(database)).isEqualTo(before);
    }

    @Test
    void seed_events_spreadOverKindsAndTheWholeYear() {
        seed(database, SIZE);

        assertThat(JdbcClient.create(database).sql("""
                                select count(distinct kind) as kinds, count(distinct extract(month from occurred_at)) as months
                                from activity_events
                                """).query().singleRow())
                .containsEntry("KINDS", 4L)
                .containsEntry("MONTHS", 12L);
    }

    private static DriverManagerDataSource emptyDatabase() {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("schema.sql")).execute(database);
        return database;
    }

    private static void seed(DriverManagerDataSource database, SeedSize size) {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        new Seeder(JdbcClient.create(database), transactions, size).afterSingletonsInstantiated();
    }

    /** All events with all there is to know of them; their ids are the database's own to give. */
    private static List<Map<String, Object>> rows(DriverManagerDataSource database) {
        return JdbcClient.create(database).sql("""
                        select u.*, p.*, m.*, e.kind, e.points, e.minutes, e.occurred_at
                        from activity_events e
                        join memberships m on m.user_id = e.user_id and m.project_id = e.project_id
                        join users u on u.id = e.user_id
                        join projects p on p.id = e.project_id
                        order by e.user_id, e.project_id, e.occurred_at, e.kind, e.points, e.minutes
                        """).query().listOfRows();
    }
}
