package dev.larder.agent.core.tx;

import static dev.larder.agent.core.tx.Transactions.Purpose.READ;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a read-only transaction of Spring's sees: rows of the database, of a snapshot, or of a session. */
final class SpringReadOnlyViewsTest extends SpringOverH2 {

    @ParameterizedTest
    @CsvSource({
        TransactionDefinition.ISOLATION_READ_UNCOMMITTED + ", UNCOMMITTED",
        TransactionDefinition.ISOLATION_READ_COMMITTED + ",",
        TransactionDefinition.ISOLATION_REPEATABLE_READ + ", SNAPSHOT",
        TransactionDefinition.ISOLATION_SERIALIZABLE + ", SNAPSHOT"
    })
    void declaredReadOnly_viewIsTheDeclaredOne(int isolation, OwnView view) {
        TransactionTemplate readOnly = readOnly(manager);
        readOnly.setIsolationLevel(isolation);
        readOnly.executeWithoutResult(
                status -> assertThat(transactions.current(READ).ownView()).isEqualTo(view));
    }

    @ParameterizedTest
    @CsvSource({
        Connection.TRANSACTION_READ_UNCOMMITTED + ", UNCOMMITTED",
        Connection.TRANSACTION_READ_COMMITTED + ",",
        Connection.TRANSACTION_REPEATABLE_READ + ", SNAPSHOT"
    })
    void declaredReadOnlyAlone_viewIsTheConnectionsAndAskedForOnce(int isolation, OwnView view) {
        IsolatedDatabase database = new IsolatedDatabase(isolation);
        TransactionTemplate readOnly = readOnly(new DataSourceTransactionManager(database));
        for (int i = 0; i < 3; i++) {
            readOnly.executeWithoutResult(
                    status -> assertThat(transactions.current(READ).ownView()).isEqualTo(view));
        }
        assertThat(database.asked).hasValue(1);
    }

    @Test
    void declaredReadOnlyAlone_whoseConnectionDoesNotAnswer_isUnknown() {
        IsolatedDatabase database = new IsolatedDatabase(-1);
        readOnly(new DataSourceTransactionManager(database))
                .executeWithoutResult(status ->
                        assertThat(transactions.current(READ).ownView()).isEqualTo(OwnView.UNKNOWN));
    }

    @Test
    void declaredReadOnlyAlone_withoutAConnection_isUnknown() {
        readOnly(new NoDatabase())
                .executeWithoutResult(status ->
                        assertThat(transactions.current(READ).ownView()).isEqualTo(OwnView.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.orm.jpa.EntityManagerHolder",
                "org.springframework.orm.hibernate5.SessionHolder",
                "org.mybatis.spring.SqlSessionHolder"
            })
    void declaredReadOnly_withASessionThatRemembersRows_isTheSessions(String holder, @TempDir Path directory)
            throws Exception {
        Object session = heldBy(holder, directory);
        TransactionTemplate readCommitted = readOnly(manager);
        readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        readCommitted.executeWithoutResult(status -> {
            assertThat(transactions.current(READ).ownView()).isNull();
            TransactionSynchronizationManager.bindResource("session factory", session);
            OwnView view = transactions.current(READ).ownView();
            TransactionSynchronizationManager.unbindResource("session factory");
            assertThat(view).isEqualTo(OwnView.SESSION);
            assertThat(transactions.current(READ).ownView()).isNull();
        });
    }

    /** As where a method that reads is its own transaction: what it is asked for first, it asks the database. */
    @ParameterizedTest
    @CsvSource({"0, 0, ", "1, 0, SESSION", "0, 1, SESSION"})
    void declaredReadOnly_withASessionOfHibernates_isTheSessionsOnceThatRemembers(
            int entities, int collections, OwnView expected, @TempDir Path directory) throws Exception {
        Object session = heldHibernateSession(entities, collections, directory);
        TransactionTemplate readCommitted = readOnly(manager);
        readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        readCommitted.executeWithoutResult(status -> {
            TransactionSynchronizationManager.bindResource("session factory", session);
            OwnView view = transactions.current(READ).ownView();
            TransactionSynchronizationManager.unbindResource("session factory");
            assertThat(view).isEqualTo(expected);
        });
    }

    /** As Spring's open-in-view does for each request. */
    @Test
    void sessionWithoutATransaction_isNone(@TempDir Path directory) throws Exception {
        Object session = heldBy("org.springframework.orm.jpa.EntityManagerHolder", directory);
        TransactionSynchronizationManager.bindResource("session factory", session);
        try {
            assertThat(transactions.current(READ)).isNull();
        } finally {
            TransactionSynchronizationManager.unbindResource("session factory");
        }
    }

    /** Held as by JPA, a session of a class that is not public, as Hibernate's and Spring's proxies are not. */
    private static Object heldHibernateSession(int entities, int collections, Path directory) throws Exception {
        Path classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of(
                        "org.hibernate.stat.SessionStatistics",
                        "package org.hibernate.stat; public interface SessionStatistics {"
                                + " int getEntityCount(); int getCollectionCount(); }",
                        "org.hibernate.Session",
                        "package org.hibernate; public interface Session {"
                                + " org.hibernate.stat.SessionStatistics getStatistics(); }",
                        "org.springframework.orm.jpa.EntityManagerHolder",
                        """
                        package org.springframework.orm.jpa;
                        public class EntityManagerHolder {
                            private final int entities;
                            private final int collections;
                            public EntityManagerHolder(int entities, int collections) {
                                this.entities = entities;
                                this.collections = collections;
                            }
                            public Object getEntityManager() {
                                return (org.hibernate.Session) () -> new org.hibernate.stat.SessionStatistics() {
                                    public int getEntityCount() { return entities; }
                                    public int getCollectionCount() { return collections; }
                                };
                            }
                        }
                        """));
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
        return loader.loadClass("org.springframework.orm.jpa.EntityManagerHolder")
                .getConstructor(int.class, int.class)
                .newInstance(entities, collections);
    }

    /** An instance of a class that extends {@code holder}. */
    private static Object heldBy(String holder, Path directory) throws Exception {
        String simpleName = holder.substring(holder.lastIndexOf('.') + 1);
        String packageName = holder.substring(0, holder.lastIndexOf('.'));
        Path classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of(
                        holder,
                        "package " + packageName + "; public class " + simpleName + " {}",
                        "app.Own",
                        "package app; public class Own extends " + holder + " {}"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            return loader.loadClass("app.Own").getConstructor().newInstance();
        }
    }

    private static TransactionTemplate readOnly(PlatformTransactionManager manager) {
        TransactionTemplate readOnly = new TransactionTemplate(manager);
        readOnly.setReadOnly(true);
        return readOnly;
    }

    /** Its connections are of one isolation if nobody says otherwise, and do not answer if that is negative. */
    private static final class IsolatedDatabase extends DelegatingDataSource {

        private final AtomicInteger asked = new AtomicInteger();
        private final int isolation;

        IsolatedDatabase(int isolation) {
            super(database());
            this.isolation = isolation;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("getTransactionIsolation")) {
                            asked.incrementAndGet();
                            if (isolation < 0) {
                                throw new SQLException("not now");
                            }
                            return isolation;
                        }
                        return method.invoke(real, arguments);
                    });
        }
    }

    /** Something transactional that has no JDBC. */
    private static final class NoDatabase extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return "transaction";
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
