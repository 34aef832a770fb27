package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.internal.jta.transaction.arjunacore.UserTransactionImple;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Narayana;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring over a real JTA: its own transactions, and those that somebody else began and Spring joins. */
@Expects(Message.NOT_STORED_IN_TRANSACTION)
@Timeout(30)
final class EffectsInSpringOnJtaTest {

    private static final String KEY = "shop:7";

    @TempDir
    static Path logs;

    private final Narayana narayana = new Narayana(logs);
    private final TransactionManager manager = narayana.manager();
    private final JtaTransactionManager spring = new JtaTransactionManager(new UserTransactionImple(), manager);
    private final JournalStore store = new JournalStore();
    private final World world = World.over(
            store, new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader()));
    private final MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY)));
    private final MethodEffects putting = world.putting(put(Texts.of(KEY)));

    @AfterEach
    void close() throws Exception {
        if (manager.getTransaction() != null) {
            manager.rollback(); // of a test that failed
        }
        narayana.close();
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
    }

    @Test
    void springsOwnTransaction_takesEffectWithItsCommit() {
        inSpring(() -> call(evicting, () -> null));
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void h69_joinedTransaction_takesEffectWithTheCommitOfWhoBeganIt() throws Exception {
        manager.begin();
        inSpring(() -> call(evicting, () -> null));
        assertThat(store.heard).isEmpty();
        manager.commit();
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void h69_joinedTransactionRolledBackByWhoBeganIt_storesNoPut() throws Exception {
        world.read(KEY, () -> "old");
        manager.begin();
        inSpring(() -> call(putting, () -> "undone"));
        manager.rollback();
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
    }

    @Test
    void joinedTransaction_readsItsOwnWritesAfterSpringHasLeftIt() throws Exception {
        world.read(KEY, () -> "old");
        manager.begin();
        inSpring(() -> call(evicting, () -> null));
        assertThat(world.read(KEY, () -> "written")).isEqualTo("written");
        manager.commit();
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void h69_joinedAsReadOnly_storesNothingThatWhoBeganItMayHaveWritten() throws Exception {
        TransactionTemplate readOnly = new TransactionTemplate(spring);
        readOnly.setReadOnly(true);
        manager.begin();
        in(readOnly, () -> world.read(KEY, () -> "written"));
        manager.rollback();
        assertThat(world.read(KEY, () -> "committed")).isEqualTo("committed");
    }

    private void inSpring(Callable<?> work) {
        in(new TransactionTemplate(spring), work);
    }

    private static void in(TransactionTemplate transaction, Callable<?> work) {
        transaction.executeWithoutResult(status -> {
            try {
                work.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
