package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads and writes a row of a database in Spring's transactions, and prints what it sees. With {@code redis} as its
 * argument it waits for Redis first.
 */
public final class TransactionsApp {

    private static final JdbcTemplate SQL;
    private static final DataSourceTransactionManager MANAGER;
    private static final ExecutorService OTHER = Executors.newSingleThreadExecutor();

    static {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:app;DB_CLOSE_DELAY=-1");
        SQL = new JdbcTemplate(database);
        MANAGER = new DataSourceTransactionManager(database);
    }

    private TransactionsApp() {}

    public static void main(String[] arguments) throws Exception {
        SQL.execute("CREATE TABLE item (id INT, name VARCHAR)");
        SQL.update("INSERT INTO item VALUES (7, 'first')");
        Shop shop = new Shop();
        if (arguments.length > 0) {
            shop.name(0);
            RedisMode.await();
        }
        print("at first", shop.name(7));
        commit(shop);
        rollBack(shop);
        put(shop);
        putAndRollBack(shop);
        putInPart(shop);
        inside(shop);
        readOnly(shop);
        OTHER.shutdown();
    }

    private static void commit(Shop shop) throws Exception {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            shop.rename(7, "second");
            print("own write", shop.name(7));
            print("another's read before the commit", elsewhere(() -> shop.name(7)));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    print("a listener's read after the commit", shop.name(7));
                }
            });
        });
        print("after the commit", shop.name(7));
        print("another's read after the commit", elsewhere(() -> shop.name(7)));
    }

    private static void rollBack(Shop shop) {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            shop.rename(7, "undone");
            print("own write", shop.name(7));
            status.setRollbackOnly();
        });
        print("after the rollback", shop.name(7));
    }

    private static void put(Shop shop) {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                .executeWithoutResult(status -> shop.replace(7, "third"));
        SQL.update("UPDATE item SET name = 'behind the back'");
        print("after the put", shop.name(7));
        SQL.update("UPDATE item SET name = 'third'");
    }

    private static void putAndRollBack(Shop shop) {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            shop.replace(7, "undone");
            status.setRollbackOnly();
        });
        print("after the put's rollback", shop.name(7));
    }

    /** Rolls back to a savepoint what was put after it. */
    private static void putInPart(Shop shop) {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            shop.replace(7, "kept");
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(part -> {
                shop.replace(7, "undone");
                part.setRollbackOnly();
            });
        });
        print("after the rollback to a savepoint", shop.name(7));
    }

    private static void inside(Shop shop) {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> shop.rename(7, "fourth"));
            print("another's read after the inner commit", elsewhere(() -> shop.name(7)));
            outer.setRollbackOnly();
        });
        print("after the outer rollback", shop.name(7));
    }

    /** Of the database's default isolation, so that its connection is asked. Then one that may write. */
    private static void readOnly(Shop shop) {
        TransactionTemplate readOnly = transaction(TransactionDefinition.PROPAGATION_REQUIRED);
        readOnly.setReadOnly(true);
        readOnly.executeWithoutResult(status -> shop.name(8));
        SQL.update("INSERT INTO item VALUES (8, 'behind the back')");
        print("stored by a read-only transaction", shop.name(8));
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            print("found by one that may write", shop.name(8));
            print("read by one that may write", shop.name(9));
            shop.name(9);
        });
        SQL.update("INSERT INTO item VALUES (9, 'later')");
        print("not stored by it", shop.name(9));
    }

    private static TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(MANAGER);
        template.setPropagationBehavior(propagation);
        return template;
    }

    private static String elsewhere(Callable<String> work) {
        try {
            return OTHER.submit(work).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(String what, String name) {
        System.out.println(what + ": " + name);
    }

    /** The business code. */
    private static final class Shop {

        @Cached(key = "item:{id}", ttl = 300)
        String name(int id) {
            return SQL.query("SELECT name FROM item WHERE id = ?", rows -> rows.next() ? rows.getString(1) : null, id);
        }

        @CacheEvict(key = "item:{id}")
        void rename(int id, String name) {
            SQL.update("UPDATE item SET name = ? WHERE id = ?", name, id);
        }

        @CachePut(key = "item:{id}", ttl = 300)
        String replace(int id, String name) {
            SQL.update("UPDATE item SET name = ? WHERE id = ?", name, id);
            return name;
        }
    }
}
