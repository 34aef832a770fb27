package dev.larder.agent.core.tx;

import static dev.larder.agent.core.tx.Transactions.Purpose.READ;
import static dev.larder.agent.core.tx.Transactions.Purpose.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.tx.Transaction.Outcome;
import dev.larder.agent.fixtures.FakeTicker;
import dev.larder.agent.fixtures.Narayana;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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
        assertThat(transactions.current(READ)).isNull();
    }

    @Test
    void commit_isHeardOnceBeforeItReturns() throws Exception {
        manager.begin();
        assertThat(transactions.current(READ).ownView()).isEqualTo(OwnView.JTA);
        assertThat(transactions.current(READ).ending()).isNull();
        assertThat(transactions.current(READ).onEnd(ending)).isTrue();
        assertThat(transactions.current(READ).ending()).isSameAs(ending);
        assertThat(heard).isEmpty();
        manager.commit();
        assertThat(heard).containsExactly(Outcome.COMMITTED);
        assertThat(transactions.current(READ)).isNull();
    }

    @Test
    void rollback_isHeard() throws Exception {
        manager.begin();
        transactions.current(READ).onEnd(ending);
        manager.rollback();
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void markedForRollback_takesNoEnding() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        try {
            assertThat(transactions.current(READ).onEnd(ending)).isFalse();
        } finally {
            manager.rollback();
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void commitThatIsRefused_isARollback() throws Exception {
        manager.begin();
        transactions.current(READ).onEnd(ending);
        manager.setRollbackOnly();
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void transactionInside_hasAnEndingOfItsOwn() throws Exception {
        List<Object> ofInner = new ArrayList<>();
        manager.begin();
        transactions.current(READ).onEnd(ending);
        jakarta.transaction.Transaction outer = manager.suspend();
        assertThat(transactions.current(READ)).isNull();
        manager.begin();
        assertThat(transactions.current(READ).ending()).isNull();
        transactions.current(READ).onEnd(new RecordingEnding(ofInner));
        manager.commit();
        manager.resume(outer);
        assertThat(transactions.current(READ).ending()).isSameAs(ending);
        manager.rollback();
        assertThat(ofInner).containsExactly(Outcome.COMMITTED);
        assertThat(heard).containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void transactionHandedToAnotherThread_takesItsEndingAlong() throws Exception {
        manager.begin();
        transactions.current(READ).onEnd(ending);
        jakarta.transaction.Transaction handed = manager.suspend();
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                manager.resume(handed);
                heard.add(transactions.current(READ).ending() == ending);
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
            transactions.current(READ).onEnd(ending);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains(Outcome.ROLLED_BACK));
            assertThat(transactions.current(READ).onEnd(new RecordingEnding())).isFalse();
        } finally {
            manager.rollback();
            manager.setTransactionTimeout(0);
        }
    }

    @Test
    void h70_endingThatThrows_doesNotReachTheCommit() throws Exception {
        manager.begin();
        transactions.current(READ).onEnd(new Transaction.Ending() {
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
                Transaction current = transactions.current(READ);
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
        assertThat(transactions.current(READ)).isNull();
        narayana.bind("java:jboss/TransactionSynchronizationRegistry");
        assertThat(transactions.current(READ)).isNull();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(transactions.current(READ)).isNotNull();
        manager.rollback();
    }

    @Test
    void registryThatComesLater_isFoundAtOnceByWhoeverWrites() throws Exception {
        narayana.naming().unbind(Narayana.REGISTRY);
        manager.begin();
        assertThat(transactions.current(READ)).isNull();
        assertThat(transactions.current(WRITE)).isNull();
        narayana.bind(Narayana.REGISTRY);
        assertThat(transactions.current(WRITE)).isNotNull();
        assertThat(transactions.current(READ)).isNotNull();
        manager.rollback();
    }

    @Test
    void registryThatNoLongerAnswers_isLookedForAgainAtOnce() throws Exception {
        AtomicBoolean stopped = stoppable();
        assertThat(transactions.current(READ)).isNull();
        stopped.set(true);
        narayana.bind(Narayana.REGISTRY);
        manager.begin();
        try {
            assertThat(transactions.current(READ)).isNotNull();
        } finally {
            manager.rollback();
        }
    }

    @Test
    void registryThatNoLongerAnswers_leavesSpringsTransaction() {
        AtomicBoolean stopped = stoppable();
        new TransactionTemplate(new DataSourceTransactionManager(database())).executeWithoutResult(status -> {
            assertThat(transactions.current(READ).ownView()).isEqualTo(OwnView.MAY_WRITE);
            stopped.set(true);
            AgentLog.setLevel(AgentLog.Level.OFF);
            try {
                assertThat(transactions.current(READ)).isNotNull();
                assertThat(transactions.current(WRITE)).isNotNull();
            } finally {
                AgentLog.setLevel(AgentLog.Level.INFO);
            }
        });
    }

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:jta");
        return database;
    }

    /** Binds a registry that answers, in no transaction, until the flag is set. */
    private AtomicBoolean stoppable() {
        AtomicBoolean stopped = new AtomicBoolean();
        Object registry = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (proxy, method, arguments) -> {
                    if (stopped.get()) {
                        throw new IllegalStateException("The container has been stopped");
                    }
                    return Status.STATUS_NO_TRANSACTION;
                });
        narayana.naming().bind(Narayana.REGISTRY, registry);
        return stopped;
    }

    @Test
    void registryThatKeepsNoResources_hasTheEndingAllTheSame() throws Exception {
        List<Synchronization> registered = new ArrayList<>();
        Object registry = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getTransactionStatus" -> Status.STATUS_ACTIVE;
                    case "registerInterposedSynchronization" -> {
                        registered.add((Synchronization) arguments[0]);
                        yield null;
                    }
                    default -> throw new IllegalStateException("There is no room for resources");
                });
        Transaction current = JtaLookup.registry(registry).current(READ);
        assertThat(current.onEnd(ending)).isTrue();
        registered.get(0).afterCompletion(Status.STATUS_COMMITTED);
        assertThat(heard).containsExactly(Outcome.COMMITTED);
    }

    @Test
    void somethingElseBoundUnderTheName_isNone() throws Exception {
        narayana.naming().bind(Narayana.REGISTRY, "no registry");
        manager.begin();
        assertThat(transactions.current(READ)).isNull();
        manager.rollback();
    }
}
