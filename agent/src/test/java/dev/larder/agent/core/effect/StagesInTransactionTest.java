package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.plan.EvictPhase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Effects of methods that return a stage, called in a transaction. */
final class StagesInTransactionTest extends TransactionWorld {

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
}
