package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.fixtures.Narayana;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Evictions and puts in a real JTA's transactions. */
@Timeout(30)
final class EffectsInJtaTest {

    private static final String KEY = "shop:7";

    @TempDir
    static Path logs;

    @AutoClose
    private final Narayana narayana = new Narayana(logs);

    private final TransactionManager manager = narayana.manager();
    private final JournalStore store = new JournalStore();
    private final World world = World.over(
            store, new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader()));
    private final MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY)));
    private final MethodEffects putting = world.putting(put(Texts.of(KEY)));

    @Test
    void eviction_takesPlaceAfterTheCommit() throws Exception {
        manager.begin();
        call(evicting, () -> null);
        assertThat(store.heard).isEmpty();
        assertThat(world.engine.unfinishedWrites().hideCache()).isTrue();
        manager.commit();
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void rollback_evictsNothing() throws Exception {
        manager.begin();
        call(evicting, () -> null);
        call(world.putting(put(Texts.of("put"))), () -> "new");
        manager.rollback();
        assertThat(store.heard).containsExactly("takeOver put", "release put");
    }

    @Test
    void put_isStoredAfterTheCommit() throws Exception {
        manager.begin();
        call(putting, () -> "new");
        manager.commit();
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void suspendedTransaction_keepsWhatWaitsForItsEnd() throws Exception {
        manager.begin();
        call(evicting, () -> null);
        Transaction outer = manager.suspend();
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("outside"))), () -> null);
        assertThat(store.heard).containsExactly("evict [outside][][]");
        manager.resume(outer);
        manager.commit();
        assertThat(store.heard).containsExactly("evict [outside][][]", "evict [shop:7][][]");
    }

    @Test
    void transactionResumedOnAnotherThread_readsItsOwnWritesThere() throws Exception {
        world.read(KEY, () -> "old");
        manager.begin();
        call(evicting, () -> null);
        Transaction handed = manager.suspend();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Object seen = other.submit(() -> {
                        manager.resume(handed);
                        Object read = world.read(KEY, () -> "written");
                        manager.commit();
                        return read;
                    })
                    .get(10, TimeUnit.SECONDS);
            assertThat(seen).isEqualTo("written");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void transactionMarkedForRollback_storesNoPut() throws Exception {
        world.read(KEY, () -> "old");
        manager.begin();
        manager.setRollbackOnly();
        call(putting, () -> "undone");
        manager.rollback();
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void transactionEndedByItsManager_storesNoPutAndEvictsWhatCameLater() throws Exception {
        manager.setTransactionTimeout(1);
        try {
            manager.begin();
            call(putting, () -> "undone");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> store.heard.contains("release shop:7"));
            call(evicting, () -> null);
            call(world.putting(put(Texts.of("late"))), () -> "undone");
        } finally {
            manager.rollback();
            manager.setTransactionTimeout(0);
        }
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(world.read("late", () -> "loaded")).isEqualTo("loaded");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }
}
