package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.evict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.TransactionFinder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Transactions whose work was done with room on the stack, and which end with less and less of it. */
@Timeout(120)
final class CommitAtStackEndTest {

    /** One for each frame near the end of the stack. */
    private static final int TRANSACTIONS = 2_500;

    private final World world = World.over(
            MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
            new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader()));
    private final MethodEffects evicting =
            world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofFirst(number -> "item:" + number)));
    private final List<TransactionSynchronization> listeners = new ArrayList<>();
    private final boolean[] committed = new boolean[TRANSACTIONS + 1];
    private int failures;

    @Test
    void h47_everyDepth_commitEvictsOrIsRefused() throws Exception {
        for (int number = 0; number < TRANSACTIONS; number++) {
            world.read("item:" + number, () -> "old");
        }
        onItsOwnStack(this::begin);
        commit(TRANSACTIONS); // with room: the first one loads the classes
        onItsOwnStack(() -> end(0));
        BitSet stale = new BitSet();
        int commits = 0;
        for (int number = 0; number < TRANSACTIONS; number++) {
            commits += committed[number] ? 1 : 0;
            stale.set(
                    number,
                    committed[number]
                            && world.read("item:" + number, () -> "new").equals("old"));
        }
        assertThat(stale.toString()).isEqualTo("{}");
        assertThat(failures).isZero();
        assertThat(commits).isBetween(1_000, TRANSACTIONS - 10);
    }

    private void begin() {
        for (int number = 0; number <= TRANSACTIONS; number++) {
            TransactionSynchronizationManager.initSynchronization();
            TransactionSynchronizationManager.setActualTransactionActive(true);
            try {
                World.call(evicting, () -> null, number);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            listeners.addAll(TransactionSynchronizationManager.getSynchronizations());
            TransactionSynchronizationManager.clear();
        }
    }

    private int end(int depth) {
        int height;
        try {
            height = end(depth + 1) + 1;
        } catch (StackOverflowError end) {
            height = 0;
        }
        if (height < TRANSACTIONS) {
            commit(height);
        }
        return height;
    }

    /** As a manager does: what throws before the commit prevents it. */
    private void commit(int number) {
        try {
            listeners.get(number).beforeCommit(false);
        } catch (StackOverflowError refused) {
            return;
        }
        committed[number] = true;
        try {
            listeners.get(number).afterCompletion(TransactionSynchronization.STATUS_COMMITTED);
        } catch (StackOverflowError lost) {
            failures++;
        }
    }

    private static void onItsOwnStack(Runnable work) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work, null);
        new Thread(null, task, "transactions", 512 * 1024).start();
        task.get(60, TimeUnit.SECONDS);
    }
}
