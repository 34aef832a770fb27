package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.fixtures.Expects;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Evictions, puts and reads in Spring's transactions over a database. */
@Expects(Message.NOT_STORED_IN_TRANSACTION)
final class EffectsInTransactionTest extends TransactionWorld {

    @Test
    void h69_readersLoadBetweenEvictionAndCommit_thenReadTheNewValue() throws Exception {
        assertThat(read()).isEqualTo("old");
        inTransaction(status -> {
            call(evicting, () -> items.rename("new"));
            for (int reader = 0; reader < 2; reader++) {
                assertThat(elsewhere(this::read)).isEqualTo("old");
            }
        });
        assertThat(read()).isEqualTo("new");
        assertThat(elsewhere(this::read)).isEqualTo("new");
    }

    @Test
    void h69_loadParkedOverTheCommit_isNotStored() throws Exception {
        CountDownLatch loaded = new CountDownLatch(1);
        CountDownLatch committed = new CountDownLatch(1);
        AtomicReference<Future<Object>> reader = new AtomicReference<>();
        inTransaction(status -> {
            call(evicting, () -> items.rename("new"));
            reader.set(threads.submit(() -> world.read(KEY, () -> {
                String before = items.name();
                loaded.countDown();
                committed.await();
                return before;
            })));
            assertThat(loaded.await(10, TimeUnit.SECONDS)).isTrue();
        });
        committed.countDown();
        assertThat(reader.get().get(10, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void h69_rollbackAfterAReadOfUncommittedRows_nextReadIsTheCommittedValue() throws Exception {
        inTransaction(status -> {
            items.rename("new");
            assertThat(read()).isEqualTo("new");
            status.setRollbackOnly();
        });
        assertThat(read()).isEqualTo("old");
    }

    @Test
    void rollback_evictsNothing() throws Exception {
        read();
        inTransaction(status -> {
            call(evicting, () -> items.rename("new"));
            status.setRollbackOnly();
        });
        assertThat(store.heard).isEmpty();
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
    }

    @Test
    void bodyThrows_evictsAlwaysAtOnceAndAgainAtTheEnd() {
        MethodEffects always = world.evicting(evict(EvictPhase.ALWAYS, Texts.of(KEY)));
        IllegalStateException theirs = new IllegalStateException("theirs");
        assertThatThrownBy(() -> inTransaction(status -> {
                    try {
                        call(always, () -> {
                            throw theirs;
                        });
                    } finally {
                        assertThat(store.heard).containsExactly("evict [shop:7][][]");
                    }
                }))
                .isSameAs(theirs);
        assertThat(store.heard).containsExactly("evict [shop:7][][]", "evict [shop:7][][]");
    }

    @Test
    void before_isNotDeferred() throws Exception {
        inTransaction(status -> {
            call(world.evicting(evict(EvictPhase.BEFORE, Texts.of(KEY))), () -> null);
            assertThat(store.heard).containsExactly("evict [shop:7][][]");
        });
        assertThat(store.heard).hasSize(1);
    }

    @Test
    void effectsOfManyCalls_areOneRoundTripAtTheCommit() throws Exception {
        inTransaction(status -> {
            for (int i = 0; i < 100; i++) {
                call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:" + i))), () -> null);
            }
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).hasSize(1);
    }

    @Test
    void ownWrites_areReadAfterTheEvictionThatWaits() throws Exception {
        read();
        inTransaction(status -> {
            assertThat(read()).isEqualTo("old");
            call(evicting, () -> items.rename("new"));
            assertThat(read()).isEqualTo("new");
            assertThat(elsewhere(this::read)).isEqualTo("old");
        });
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void readOnlyTransaction_stores() throws Exception {
        TransactionTemplate readOnly = items.transaction();
        readOnly.setReadOnly(true);
        in(readOnly, status -> read());
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
    }

    @Test
    void readOnlyTransactionThatReadsASnapshot_storesNothingOlderThanAnEviction() throws Exception {
        TransactionTemplate snapshot = items.transaction();
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        in(snapshot, status -> {
            assertThat(items.name()).isEqualTo("old");
            elsewhere(() -> inTransaction(writing -> call(evicting, () -> items.rename("new"))));
            assertThat(read()).isEqualTo("old");
        });
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void readOnlyTransactionThatEvicts_evictsAfterTheCommit() throws Exception {
        TransactionTemplate readOnly = items.transaction();
        readOnly.setReadOnly(true);
        in(readOnly, status -> {
            call(evicting, () -> null);
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
    }

    @Test
    void synchronizationWithoutATransaction_evictsAtOnce() throws Exception {
        in(items.transaction(TransactionDefinition.PROPAGATION_SUPPORTS), status -> {
            call(evicting, () -> null);
            assertThat(store.heard).containsExactly("evict [shop:7][][]");
        });
    }

    @Test
    void transactionInside_evictsWithItsOwnCommit() throws Exception {
        inTransaction(outer -> {
            call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("outer"))), () -> null);
            in(
                    items.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW),
                    inner -> call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("inner"))), () -> null));
            assertThat(store.heard).containsExactly("evict [inner][][]");
            assertThat(world.engine.unfinishedWrites().hideCache()).isTrue();
            outer.setRollbackOnly();
        });
        assertThat(store.heard).containsExactly("evict [inner][][]");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void listenerAfterTheCommit_readsAndEvictsLikeAnybody() throws Exception {
        read();
        List<Object> seen = new ArrayList<>();
        inTransaction(status -> {
            call(evicting, () -> items.rename("new"));
            register(() -> {
                seen.add(read());
                call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("listener"))), () -> null);
                seen.addAll(store.heard);
            });
        });
        assertThat(seen).containsExactly("new");
        assertThat(store.heard).containsExactly("evict [listener, shop:7][][]");
    }

    @Test
    void listenerThatEvictsWhereNothingWaited_isDoneByTheEndOfTheCommit() throws Exception {
        inTransaction(status -> register(() -> call(evicting, () -> null)));
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void h70_storeThrowsAtTheCommit_theCommitIsDoneAndReturnsNormally() throws Exception {
        AgentLog.setLevel(AgentLog.Level.OFF);
        try {
            store.failing = "evict";
            store.fault = new StackOverflowError();
            inTransaction(status -> call(evicting, () -> items.rename("new")));
            store.failing = "store";
            inTransaction(status -> call(putting, () -> items.rename("newer")));
        } finally {
            AgentLog.setLevel(AgentLog.Level.INFO);
        }
        assertThat(items.name()).isEqualTo("newer");
        assertThat(world.engine.unfinishedWrites().hideCache()).isFalse();
    }

    @Test
    void moreEvictionsThanFit_becomeTheEvictionOfEverything() throws Exception {
        Object[] ids = new Object[100_001];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
        }
        inTransaction(status ->
                call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofAll("shop:"))), () -> null, (Object) ids));
        assertThat(store.heard).containsExactly("evict [][][*]");
    }

    private static void register(AfterCommit work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                try {
                    work.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    /** What a listener of the application's does. */
    @FunctionalInterface
    private interface AfterCommit {
        void run() throws Exception;
    }
}
