package dev.larder.agent.core.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's own transaction managers over H2, and what is seen of their transactions. */
@Timeout(30)
abstract class SpringOverH2 {

    final Transactions transactions =
            new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader());
    final List<Object> heard = new ArrayList<>();
    final RecordingEnding ending = new RecordingEnding(heard);
    final DataSourceTransactionManager manager = new DataSourceTransactionManager(database());

    static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:transactions");
        return database;
    }

    @AfterEach
    void leaveNothingOnTheThread() {
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    }

    void inTransaction(Runnable work) {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> work.run());
    }

    TransactionTemplate template(int propagation) {
        TransactionTemplate template = new TransactionTemplate((PlatformTransactionManager) manager);
        template.setPropagationBehavior(propagation);
        return template;
    }

    static void register(TransactionSynchronization listener) {
        TransactionSynchronizationManager.registerSynchronization(listener);
    }

    /** One of the application's. */
    static class Listener implements TransactionSynchronization {

        private final Runnable afterCommit;

        Listener(Runnable afterCommit) {
            this.afterCommit = afterCommit;
        }

        @Override
        public void afterCommit() {
            afterCommit.run();
        }
    }
}
