package dev.larder.agent.core.tx;

import static dev.larder.agent.core.tx.Transactions.Purpose.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.tx.Transaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionTemplate;

/** How the end of a transaction of Spring's is heard of. */
final class SpringEndingsTest extends SpringOverH2 {

    @Test
    void ending_isFoundAgainInTheSameTransaction() {
        inTransaction(() -> {
            assertThat(transactions.current(READ).onEnd(ending)).isTrue();
            assertThat(transactions.current(READ).ending()).isSameAs(ending);
            inTransaction(() -> assertThat(transactions.current(READ).ending()).isSameAs(ending));
            assertThat(heard).isEmpty();
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void rollback_isHeardOnce() {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            transactions.current(READ).onEnd(ending);
            status.setRollbackOnly();
        });
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void exception_isARollback() {
        IllegalStateException theirs = new IllegalStateException("theirs");
        assertThatThrownBy(() -> inTransaction(() -> {
                    transactions.current(READ).onEnd(ending);
                    throw theirs;
                }))
                .isSameAs(theirs);
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void registeredInATransactionMarkedForRollback_isToldOfIt() {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            status.setRollbackOnly();
            assertThat(transactions.current(READ).onEnd(ending)).isTrue();
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
                        .executeWithoutResult(
                                status -> transactions.current(READ).onEnd(ending)))
                .isInstanceOf(TransactionSystemException.class);
        assertThat(heard).containsExactly(Outcome.UNKNOWN);
    }

    @Test
    void transactionInside_hasAnEndingOfItsOwn() {
        List<Object> ofInner = new ArrayList<>();
        inTransaction(() -> {
            transactions.current(READ).onEnd(ending);
            template(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(status -> {
                assertThat(transactions.current(READ).ending()).isNull();
                transactions.current(READ).onEnd(new RecordingEnding(ofInner));
            });
            assertThat(ofInner).containsExactly(Outcome.COMMITTED);
            assertThat(heard).isEmpty();
            assertThat(transactions.current(READ).ending()).isSameAs(ending);
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void nestedTransactionRolledBack_isHeardAsPartlyUndone() {
        inTransaction(() -> {
            transactions.current(READ).onEnd(ending);
            template(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(status -> status.setRollbackOnly());
            assertThat(heard).containsExactly("partly undone");
        });
        assertThat(heard).containsExactly("partly undone", Outcome.COMMITTED);
    }

    @Test
    void savepointByHand_isHeardAsPartlyUndone() {
        template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            Object savepoint = status.createSavepoint();
            transactions.current(READ).onEnd(ending);
            status.rollbackToSavepoint(savepoint);
        });
        assertThat(heard).containsExactly("partly undone", Outcome.COMMITTED);
    }

    @Test
    void otherListeners_hearOfTheCompletionAfterUs() {
        inTransaction(() -> {
            register(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    heard.add("another's");
                }
            });
            transactions.current(READ).onEnd(ending);
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
                    transactions.current(READ).onEnd(ending);
                }))
                .isSameAs(theirs);
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void registeredAfterTheCommit_isHeardWhenAllIsCompleted() {
        inTransaction(() -> register(new Listener(() -> {
            assertThat(transactions.current(READ).onEnd(ending)).isTrue();
            heard.add("registered");
        })));
        assertThat(heard).containsExactly("registered", Outcome.COMMITTED);
    }

    @Test
    void h70_endingThatThrows_doesNotReachTheCommit() {
        inTransaction(() -> transactions.current(READ).onEnd(new Transaction.Ending() {
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
}
