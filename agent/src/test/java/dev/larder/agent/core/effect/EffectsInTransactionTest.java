package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.fixtures.Expects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Evictions, puts and reads in Spring's transactions over a database. */
@Expects(Message.NOT_STORED_IN_TRANSACTION)
@Timeout(30)
final class EffectsInTransactionTest {

    private static final String KEY = "shop:7";

    private final Transactions transactions =
            new TransactionFinder(Ticker.system()).seenBy(getClass().getClassLoader());
    private final JournalStore store = new JournalStore();
    private final World world = World.over(store, transactions);
    private final MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY)));
    private final MethodEffects putting = world.putting(put(Texts.of(KEY)));
    private final Items items = new Items();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        items.close();
    }

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
    void unfinishedStageInATransaction_evictsAtItsEndAndAtTheCommit() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        AtomicReference<Object> returned = new AtomicReference<>();
        inTransaction(status -> {
            returned.set(call(evicting, CompletableFuture.class, () -> {
                items.rename("new");
                return work;
            }));
            elsewhere(() -> work.complete("done"));
            assertThat(store.heard).containsExactly("evict [" + KEY + "][][]");
            assertThat(elsewhere(this::read)).isEqualTo("old");
        });
        assertThat((CompletableFuture<?>) returned.get()).isCompleted();
        assertThat(read()).isEqualTo("new");
    }

    /** Of work that nobody saw end before its call returned, nothing says whose transaction it was a part of. */
    @Test
    void putOfAnUnfinishedStage_isAnEvictionHoweverTheTransactionEnds() throws Exception {
        for (boolean commits : new boolean[] {false, true}) {
            CompletableFuture<Object> work = new CompletableFuture<>();
            inTransaction(status -> {
                call(world.putting(put(Texts.of(KEY))), CompletableFuture.class, () -> {
                    items.rename("new");
                    return work;
                });
                elsewhere(() -> work.complete("new"));
                assertThat(elsewhere(this::read)).isEqualTo("old");
                if (!commits) {
                    status.setRollbackOnly();
                }
            });
            assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
            call(evicting, () -> null);
        }
    }

    @Test
    void keyOfTheResultOfAnUnfinishedStage_isEvictedAgainAtTheCommit() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        MethodEffects byResult =
                world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofResult(result -> String.valueOf(result))));
        inTransaction(status -> {
            call(byResult, CompletableFuture.class, () -> {
                items.rename("new");
                return work;
            });
            elsewhere(() -> work.complete(KEY));
            assertThat(elsewhere(this::read)).isEqualTo("old");
        });
        assertThat(read()).isEqualTo("new");
    }

    /** Is completed by another thread as soon as somebody depends on it. */
    private static final class QuickFuture extends CompletableFuture<Object> {
        @Override
        public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
            CompletableFuture<Object> dependent = super.whenComplete(action);
            CompletableFuture.runAsync(() -> complete("done")).join();
            return dependent;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    @Test
    void stageThatCompletesWhileItIsBeingAwaited_isEvictedAgainAtTheCommit() throws Exception {
        inTransaction(status -> {
            call(evicting, CompletableFuture.class, () -> {
                items.rename("new");
                return new QuickFuture();
            });
            assertThat(elsewhere(this::read)).isEqualTo("old");
        });
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void stageCompletedInATransactionThatIsNotItsOwn_isEvictedAtOnceAndAtItsEnd() throws Exception {
        read();
        CompletableFuture<Object> work = new CompletableFuture<>();
        call(evicting, CompletableFuture.class, () -> work);
        inTransaction(status -> {
            work.complete("done");
            assertThat(store.heard).containsExactly("evict [" + KEY + "][][]");
            status.setRollbackOnly();
        });
        assertThat(store.heard).containsExactly("evict [" + KEY + "][][]", "evict [" + KEY + "][][]");
    }

    @Test
    void putOfAStageCompletedInATransactionThatIsNotItsOwn_isAnEviction() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        call(world.putting(put(Texts.of(KEY))), CompletableFuture.class, () -> work);
        inTransaction(status -> work.complete("new"));
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void stageThatCompletesAfterItsTransaction_isEvictedThen() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        inTransaction(status -> call(evicting, CompletableFuture.class, () -> work));
        assertThat(store.heard).containsExactly("evict [" + KEY + "][][]");
        work.complete("done");
        assertThat(store.heard).containsExactly("evict [" + KEY + "][][]", "evict [" + KEY + "][][]");
    }

    @Test
    void stageCompleteInATransaction_evictsAtTheCommitAlone() throws Exception {
        inTransaction(status -> {
            call(evicting, CompletableFuture.class, () -> CompletableFuture.completedFuture(items.rename("new")));
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).containsExactly("evict [" + KEY + "][][]");
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
    void put_isStoredAfterTheCommit() throws Exception {
        read();
        inTransaction(status -> {
            call(putting, () -> items.rename("new"));
            assertThat(elsewhere(this::read)).isEqualTo("old");
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void putRolledBack_leavesTheEntryAsItIs() throws Exception {
        read();
        inTransaction(status -> {
            call(putting, () -> items.rename("new"));
            status.setRollbackOnly();
        });
        assertThat(store.heard).containsExactly("takeOver shop:7", "release shop:7");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
    }

    @Test
    void putKeyedByItsResult_isStoredAfterTheCommit() throws Exception {
        inTransaction(status -> call(world.putting(put(Texts.ofResult(result -> KEY))), () -> items.rename("new")));
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void putTwiceInOneTransaction_theLaterOneIsStored() throws Exception {
        inTransaction(status -> {
            call(putting, () -> items.rename("first"));
            call(putting, () -> items.rename("second"));
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("second");
    }

    @Test
    void putAfterAnEvictionInOneTransaction_isStored() throws Exception {
        inTransaction(status -> {
            call(evicting, () -> items.rename("first"));
            call(putting, () -> items.rename("second"));
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("second");
    }

    @Test
    void evictionAfterAPutInOneTransaction_leavesNothing() throws Exception {
        inTransaction(status -> {
            call(putting, () -> items.rename("first"));
            call(evicting, () -> items.rename("second"));
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void nestedTransactionRolledBackAfterAPut_evictsIt() throws Exception {
        read();
        inTransaction(outer -> in(items.transaction(TransactionDefinition.PROPAGATION_NESTED), nested -> {
            call(putting, () -> items.rename("undone"));
            nested.setRollbackOnly();
        }));
        assertThat(read()).isEqualTo("old");
        assertThat(store.heard).contains("evict [shop:7][][]");
    }

    @Test
    void valueThatChangesBeforeTheCommit_evicts() throws Exception {
        List<String> lines = new ArrayList<>(List.of("returned"));
        PutEffect put = new PutEffect(Texts.of("lines"), PutEffect.RESULT, List.class, List.of(), 60_000, 60_000);
        JournalStore encoding = new JournalStore() {
            @Override
            boolean keepsReferences() {
                return false;
            }
        };
        World other = World.over(encoding, transactions);
        inTransaction(status -> {
            call(other.putting(put), () -> lines);
            lines.add("added before the commit");
        });
        assertThat(encoding.heard).containsExactly("takeOver lines", "evict [lines][][]");
    }

    @Test
    void writersThatOverlap_leaveNothingOfTheOneThatCommittedFirst() throws Exception {
        CountDownLatch secondBegan = new CountDownLatch(1);
        AtomicReference<Future<Object>> second = new AtomicReference<>();
        inTransaction(status -> {
            call(putting, () -> items.rename("first"));
            second.set(threads.submit(() -> inTransaction(other -> call(putting, () -> {
                secondBegan.countDown();
                return items.rename("second"); // waits for the row
            }))));
            assertThat(secondBegan.await(10, TimeUnit.SECONDS)).isTrue();
        });
        second.get().get(10, TimeUnit.SECONDS);
        assertThat(items.name()).isEqualTo("second");
        assertThat(read()).isEqualTo("second");
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

    @Test
    void programmaticEviction_waitsForTheCommit() throws Exception {
        inTransaction(status -> {
            world.writes.evict(Eviction.ofKey(KEY), transactions);
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
    }

    @Test
    void programmaticPut_isLeftToTheCommitOfATransactionOnly() throws Exception {
        assertThat(world.writes.putAtCommit(puts(1), transactions)).isFalse();
        assertThat(store.heard).isEmpty();
        inTransaction(status -> {
            assertThat(world.writes.putAtCommit(puts(1), transactions)).isTrue();
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).containsExactly("putAll 1");
    }

    @Test
    void programmaticPuts_travelInBulkAndOverAThousandAreEvictions() throws Exception {
        inTransaction(status -> world.writes.putAtCommit(puts(1_001), transactions));
        assertThat(store.heard)
                .containsExactly("putAll 250", "putAll 250", "putAll 250", "putAll 250", "evict [put:1000][][]");
    }

    @Test
    void programmaticPuts_whoseStoreFails_areEvictedAllTogether() throws Exception {
        store.failing = "putAll";
        inTransaction(status -> world.writes.putAtCommit(puts(600), transactions));
        assertThat(store.heard).hasSize(2).startsWith("putAll 250");
        assertThat(store.heard.get(1)).startsWith("evict [put:0, put:1, ").endsWith("][][]");
    }

    @Test
    void nestedTransactionRolledBackAfterAProgrammaticPut_evictsIt() throws Exception {
        inTransaction(outer -> in(items.transaction(TransactionDefinition.PROPAGATION_NESTED), nested -> {
            world.writes.putAtCommit(puts(1), transactions);
            nested.setRollbackOnly();
        }));
        assertThat(store.heard).containsExactly("evict [put:0][][]");
    }

    private static List<DirectPut> puts(int count) {
        StoredEntry.Encoded entry = new StoredEntry.Encoded("new".getBytes(StandardCharsets.UTF_8));
        return IntStream.range(0, count)
                .mapToObj(i -> new DirectPut(new EntryId("put:" + i, "fingerprint"), entry, 60_000))
                .toList();
    }

    private Object read() throws Exception {
        return world.read(KEY, items::name);
    }

    private Object elsewhere(Callable<Object> work) throws Exception {
        return threads.submit(work).get(10, TimeUnit.SECONDS);
    }

    private Object inTransaction(Work work) throws Exception {
        return in(items.transaction(), work);
    }

    private static Object in(TransactionTemplate template, Work work) {
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

    /** What is done in a transaction. */
    @FunctionalInterface
    private interface Work {
        void run(TransactionStatus status) throws Exception;
    }

    /** What a listener of the application's does. */
    @FunctionalInterface
    private interface AfterCommit {
        void run() throws Exception;
    }
}
