package dev.larder.sample.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The template under every {@code JdbcClient}, which counts the statements it is about to run. */
@Component
class CountingJdbcTemplate extends JdbcTemplate {

    private final QueryCount count;

    CountingJdbcTemplate(DataSource dataSource, QueryCount count) {
        super(dataSource);
        this.count = count;
    }

    /** The one step that all kinds of statement take, each time they run. */
    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
        count.increment();
        super.applyStatementSettings(statement);
    }
}
