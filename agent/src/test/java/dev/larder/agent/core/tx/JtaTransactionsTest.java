package dev.larder.agent.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.tx.Transaction.Outcome;
import dev.larder.agent.fixtures.FakeTicker;
import dev.larder.agent.fixtures.Narayana;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With Narayana, whose registry the test's threads find in JNDI. */
@Timeout(30)
final class JtaTransactionsTest {

    @TempDir
    static Path logs;

    private final FakeTicker ticker = new FakeTicker();
    private final Narayana narayana = new Narayana(logs);
    private final TransactionManager manager = narayana.manager();
    private final Transactions transactions =
            new TransactionFinder(ticker).seenBy(getClass().getClassLoader());
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final RecordingEnding ending = new RecordingEnding(heard);

    @AfterEach
    void leave() throws SystemException {
        narayana.close();
        assertThat(manager.getTransaction()).isNull();
    }

    @Test
    void outsideOfATransaction_thereIsNone() {
        assertThat(transactions.current()).isNull();
    }

    @Test
    void commit_isHeardOnceBeforeItReturns() throws Exception {
        manager.begin();
        assertThat(transactions.current().readsApart()).isTrue();
        assertThat(transactions.current().tellsOfSavepoints()).isTrue();
        assertThat(transactions.current().ending()).isNull();
        assertThat(transactions.current().onEnd(ending)).isTrue();
        assertThat(transactions.current().ending()).isSameAs(ending);
        assertThat(heard).isEmpty();
        manager.commit();
        assertThat(heard).containsExactly(Outcome.COMMITTED);
        assertThat(transactions.current()).isNull();
    }

    @Test
    void rollback_isHeard() throws Exception {
        manager.begin();
        transactions.current().onEnd(ending);
        manager.rollback();
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void markedForRollback_takesNoEnding() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        try {
            assertThat(transactions.current().onEnd(ending)).isFalse();
        } finally {
            manager.rollback();
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void commitThatIsRefused_isARollback() throws Exception {
        manager.begin();
        transactions.current().onEnd(ending);
        manager.setRollbackOnly();
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void transactionInside_hasAnEndingOfItsOwn() throws Exception {
        List<Object> ofInner = new ArrayList<>();
        manager.begin();
        transactions.current().onEnd(ending);
        jakarta.transaction.Transaction outer = manager.suspend();
        assertThat(transactions.current()).isNull();
        manager.begin();
        assertThat(transactions.current().ending()).isNull();
        transactions.current().onEnd(new RecordingEnding(ofInner));
        manager.commit();
        manager.resume(outer);
        assertThat(transactions.current().ending()).isSameAs(ending);
        manager.rollback();
        assertThat(ofInner).containsExactly(Outcome.COMMITTED);
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void transactionHandedToAnotherThread_takesItsEndingAlong() throws Exception {
        manager.begin();
        transactions.current().onEnd(ending);
        jakarta.transaction.Transaction handed = manager.suspend();
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                manager.resume(handed);
                heard.add(transactions.current().ending() == ending);
                manager.commit();
            } catch (Exception e) {
                heard.add(e);
            } finally {
                done.countDown();
            }
        });
        other.start();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).containsExactly(true, Outcome.COMMITTED);
    }

    @Test
    void transactionThatTakesTooLong_isHeardFromTheManagersThread() throws Exception {
        manager.setTransactionTimeout(1);
        try {
            manager.begin();
            transactions.current().onEnd(ending);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains(Outcome.ROLLED_BACK));
            assertThat(transactions.current().onEnd(new RecordingEnding())).isFalse();
        } finally {
            manager.rollback();
            manager.setTransactionTimeout(0);
        }
    }

    @Test
    void h70_endingThatThrows_doesNotReachTheCommit() throws Exception {
        manager.begin();
        transactions.current().onEnd(new Transaction.Ending() {
            @Override
            public void ended(Outcome outcome) {
                heard.add(outcome);
                throw new AssertionError("ours");
            }

            @Override
            public void partlyUndone() {}
        });
        manager.commit();
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void afterCompletion_noEndingIsTaken() throws Exception {
        manager.begin();
        manager.getTransaction().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                Transaction current = transactions.current();
                heard.add(current != null && current.onEnd(ending));
            }
        });
        manager.commit();
        assertThat(heard).containsExactly(false);
    }

    @Test
    void registryThatComesLater_isFoundWithinASecond() throws Exception {
        narayana.naming().unbind(Narayana.REGISTRY);
        manager.begin();
        assertThat(transactions.current()).isNull();
        narayana.bind("java:jboss/TransactionSynchronizationRegistry");
        assertThat(transactions.current()).isNull();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(transactions.current()).isNotNull();
        manager.rollback();
    }

    @Test
    void somethingElseBoundUnderTheName_isNone() throws Exception {
        narayana.naming().bind(Narayana.REGISTRY, "no registry");
        manager.begin();
        assertThat(transactions.current()).isNull();
        manager.rollback();
    }
}
