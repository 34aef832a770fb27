package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Cached methods, effects and rows that transactions read and change. */
@Timeout(30)
abstract class TransactionWorld {

    static final String KEY = "shop:7";

    final Transactions transactions =
            new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader());
    final JournalStore store = new JournalStore();
    final World world = World.over(store, transactions);
    final MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY)));
    final MethodEffects putting = world.putting(put(Texts.of(KEY)));
    final Items items = new Items();
    final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        items.close();
    }

    Object read() throws Exception {
        return world.read(KEY, items::name);
    }

    Object elsewhere(Callable<Object> work) throws Exception {
        return threads.submit(work).get(10, TimeUnit.SECONDS);
    }

    Object inTransaction(Work work) throws Exception {
        return in(items.transaction(), work);
    }

    static Object in(TransactionTemplate template, Work work) {
        return template.execute(status -> {
            try {
                work.run(status);
                return null;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work {
        void run(TransactionStatus status) throws Exception;
    }
}
