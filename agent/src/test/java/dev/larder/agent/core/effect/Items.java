package dev.larder.agent.core.effect;

import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with one row, and transactions over it. */
final class Items implements AutoCloseable {

    private final JdbcTemplate sql;
    private final DataSourceTransactionManager manager;

    Items() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        sql = new JdbcTemplate(database);
        manager = new DataSourceTransactionManager(database);
        sql.execute("CREATE TABLE item (name VARCHAR)");
        sql.update("INSERT INTO item VALUES ('old')");
    }

    String name() {
        return sql.queryForObject("SELECT name FROM item", String.class);
    }

    /** Locks the row until the transaction ends. */
    String rename(String name) {
        sql.update("UPDATE item SET name = ?", name);
        return name;
    }

    TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(manager);
        template.setPropagationBehavior(propagation);
        return template;
    }

    @Override
    public void close() {
        sql.execute("SHUTDOWN");
    }
}
