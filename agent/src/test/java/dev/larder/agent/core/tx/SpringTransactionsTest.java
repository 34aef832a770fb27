package dev.larder.agent.core.tx;

import static dev.larder.agent.core.tx.Transactions.Purpose.READ;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.tx.Transaction.Outcome;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which of Spring's transactions is the current one. */
final class SpringTransactionsTest extends SpringOverH2 {

    @Test
    void outsideOfATransaction_thereIsNone() {
        assertThat(transactions.current(READ)).isNull();
    }

    @Test
    void insideOfATransaction_mayWrite() {
        inTransaction(() -> {
            assertThat(transactions.current(READ)).isNotNull();
            assertThat(transactions.current(READ).ownView()).isEqualTo(OwnView.MAY_WRITE);
            assertThat(transactions.current(READ).ending()).isNull();
        });
        assertThat(transactions.current(READ)).isNull();
    }

    @Test
    void synchronizationWithoutATransaction_isNone() {
        TransactionTemplate supports = template(TransactionDefinition.PROPAGATION_SUPPORTS);
        supports.executeWithoutResult(status -> {
            assertThat(TransactionSynchronizationManager.isSynchronizationActive())
                    .isTrue();
            assertThat(transactions.current(READ)).isNull();
        });
    }

    @Test
    void transactionSuspended_isNone() {
        inTransaction(() -> {
            transactions.current(READ).onEnd(ending);
            template(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                    .executeWithoutResult(
                            status -> assertThat(transactions.current(READ)).isNull());
        });
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void duringCompletion_thereIsNoTransaction() {
        inTransaction(() -> register(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                heard.add(transactions.current(READ) == null);
            }
        }));
        assertThat(heard).containsExactly(true);
    }
}
