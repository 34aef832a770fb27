package dev.larder.agent.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.tx.Transaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** With Spring's own transaction managers over H2. */
@Timeout(30)
final class SpringTransactionsTest {

    private final Transactions transactions =
            new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader());
    private final List<Object> heard = new ArrayList<>();
    private final RecordingEnding ending = new RecordingEnding(heard);
    private final DataSourceTransactionManager manager = new DataSourceTransactionManager(database());

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:transactions");
        return database;
    }

    @AfterEach
    void leaveNothingOnTheThread() {
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    }

    @Test
    void outsideOfATransaction_thereIsNone() {
        assertThat(transactions.current()).isNull();
    }

    @Test
    void insideOfATransaction_readsApart() {
        inTransaction(() -> {
            assertThat(transactions.current()).isNotNull();
            assertThat(transactions.current().readsApart()).isTrue();
            assertThat(transactions.current().tellsOfSavepoints()).isTrue();
            assertThat(transactions.current().ending()).isNull();
        });
        assertThat(transactions.current()).isNull();
    }

    @Test
    void declaredReadOnly_readsWhatEverybodyReads() {
        TransactionTemplate readOnly = new TransactionTemplate(manager);
        readOnly.setReadOnly(true);
        readOnly.executeWithoutResult(
                status -> assertThat(transactions.current().readsApart()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        TransactionDefinition.ISOLATION_READ_COMMITTED + ", false",
        TransactionDefinition.ISOLATION_REPEATABLE_READ + ", true",
        TransactionDefinition.ISOLATION_SERIALIZABLE + ", true"
    })
    void declaredToReadASnapshot_readsApart(int isolation, boolean readsApart) {
        TransactionTemplate readOnly = new TransactionTemplate(manager);
        readOnly.setReadOnly(true);
        readOnly.setIsolationLevel(isolation);
        readOnly.executeWithoutResult(
                status -> assertThat(transactions.current().readsApart()).isEqualTo(readsApart));
    }

    @Test
    void synchronizationWithoutATransaction_isNone() {
        TransactionTemplate supports = template(TransactionDefinition.PROPAGATION_SUPPORTS);
        supports.executeWithoutResult(status -> {
            assertThat(TransactionSynchronizationManager.isSynchronizationActive())
                    .isTrue();
            assertThat(transactions.current()).isNull();
        });
    }

    @Test
    void ending_isFoundAgainInTheSameTransaction() {
        inTransaction(() -> {
            assertThat(transactions.current().onEnd(ending)).isTrue();
            assertThat(transactions.current().ending()).isSameAs(ending);
            inTransaction(() -> assertThat(transactions.current().ending()).isSameAs(ending));
            assertThat(heard).isEmpty();
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void rollback_isHeardOnce() {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            transactions.current().onEnd(ending);
            status.setRollbackOnly();
        });
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void exception_isARollback() {
        IllegalStateException theirs = new IllegalStateException("theirs");
        assertThatThrownBy(() -> inTransaction(() -> {
                    transactions.current().onEnd(ending);
                    throw theirs;
                }))
                .isSameAs(theirs);
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void registeredInATransactionMarkedForRollback_isToldOfIt() {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            status.setRollbackOnly();
            assertThat(transactions.current().onEnd(ending)).isTrue();
        });
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void commitThatFailsSomewhere_isAnUnknownOutcome() {
        DataSourceTransactionManager losing = new DataSourceTransactionManager(database()) {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                super.doCommit(status);
                throw new TransactionSystemException("The connection was lost before the answer came");
            }
        };
        assertThatThrownBy(() -> new TransactionTemplate(losing)
                        .executeWithoutResult(status -> transactions.current().onEnd(ending)))
                .isInstanceOf(TransactionSystemException.class);
        assertThat(heard).containsExactly(Outcome.UNKNOWN);
    }

    @Test
    void transactionInside_hasAnEndingOfItsOwn() {
        List<Object> ofInner = new ArrayList<>();
        inTransaction(() -> {
            transactions.current().onEnd(ending);
            template(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(status -> {
                assertThat(transactions.current().ending()).isNull();
                transactions.current().onEnd(new RecordingEnding(ofInner));
            });
            assertThat(ofInner).containsExactly(Outcome.COMMITTED);
            assertThat(heard).isEmpty();
            assertThat(transactions.current().ending()).isSameAs(ending);
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void transactionSuspended_isNone() {
        inTransaction(() -> {
            transactions.current().onEnd(ending);
            template(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                    .executeWithoutResult(
                            status -> assertThat(transactions.current()).isNull());
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void nestedTransactionRolledBack_isHeardAsPartlyUndone() {
        inTransaction(() -> {
            transactions.current().onEnd(ending);
            template(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(status -> status.setRollbackOnly());
            assertThat(heard).containsExactly("partly undone");
        });
        assertThat(heard).containsExactly("partly undone", Outcome.COMMITTED);
    }

    @Test
    void savepointByHand_isHeardAsPartlyUndone() {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            Object savepoint = status.createSavepoint();
            transactions.current().onEnd(ending);
            status.rollbackToSavepoint(savepoint);
        });
        assertThat(heard).containsExactly("partly undone", Outcome.COMMITTED);
    }

    @Test
    void otherListeners_hearOfTheCommitAfterUs() {
        inTransaction(() -> {
            register(new Listener(() -> heard.add("another's")));
            transactions.current().onEnd(ending);
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED, "another's");
    }

    @Test
    void listenerBeforeUsThrows_theCommitIsHeardAllTheSame() {
        IllegalStateException theirs = new IllegalStateException("theirs");
        assertThatThrownBy(() -> inTransaction(() -> {
                    register(
                            new Listener(() -> {
                                throw theirs;
                            }) {
                                @Override
                                public int getOrder() {
                                    return Ordered.HIGHEST_PRECEDENCE;
                                }
                            });
                    transactions.current().onEnd(ending);
                }))
                .isSameAs(theirs);
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void registeredAfterTheCommit_isHeardWhenAllIsCompleted() {
        inTransaction(() -> register(new Listener(() -> {
            assertThat(transactions.current().onEnd(ending)).isTrue();
            heard.add("registered");
        })));
        assertThat(heard).containsExactly("registered", Outcome.COMMITTED);
    }

    @Test
    void duringCompletion_thereIsNoTransaction() {
        inTransaction(() -> register(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                heard.add(transactions.current() == null);
            }
        }));
        assertThat(heard).containsExactly(true);
    }

    @Test
    void h70_endingThatThrows_doesNotReachTheCommit() {
        inTransaction(() -> transactions.current().onEnd(new Transaction.Ending() {
            @Override
            public void ended(Outcome outcome) {
                heard.add(outcome);
                throw new StackOverflowError();
            }

            @Override
            public void partlyUndone() {
                throw new OutOfMemoryError();
            }
        }));
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    private void inTransaction(Runnable work) {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> work.run());
    }

    private TransactionTemplate template(int propagation) {
        TransactionTemplate template = new TransactionTemplate((PlatformTransactionManager) manager);
        template.setPropagationBehavior(propagation);
        return template;
    }

    private static void register(TransactionSynchronization listener) {
        TransactionSynchronizationManager.registerSynchronization(listener);
    }

    /** One of the application's. */
    private static class Listener implements TransactionSynchronization {

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
