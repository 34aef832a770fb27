package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.fixtures.Silent;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A method that returns a stage has its effects when the work is done, and before anybody can know that it is. */
@Timeout(30)
@Silent
final class AwaitedCallTest {

    private final JournalStore store = new JournalStore();
    private final World world = World.over(store);
    private final CompletableFuture<Object> work = new CompletableFuture<>();
    private final MethodEffects method = world.with(
            List.of(
                    evict(EvictPhase.BEFORE, Texts.of("before")),
                    evict(EvictPhase.AFTER_SUCCESS, Texts.of("after")),
                    evict(EvictPhase.ALWAYS, Texts.of("always"))),
            put(Texts.of("put")));

    @Test
    void stageThatCompletes_hasItsEffectsBeforeItsDependents() throws Exception {
        CompletableFuture<?> returned = future(work);
        returned.thenAccept(value -> store.heard.add("dependent of " + value));
        assertThat(returned).isNotDone();
        assertThat(store.heard).containsExactly("evict [before][][]", "takeOver put");

        work.complete("new");

        assertThat(store.heard)
                .containsExactly(
                        "evict [before][][]",
                        "takeOver put",
                        "store put",
                        "evict [after, always][][]",
                        "dependent of new");
        assertThat(world.read("put", () -> "loaded")).isEqualTo("new");
    }

    @Test
    void stageThatFails_evictsAlwaysAloneAndPassesTheSameException() throws Exception {
        IOException theirs = new IOException("theirs");
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CompletableFuture<?> returned = future(work);
        returned.whenComplete((value, thrown) -> seen.set(thrown));

        work.completeExceptionally(theirs);

        assertThat(seen).hasValue(theirs);
        assertThat(store.heard)
                .containsExactly("evict [before][][]", "takeOver put", "release put", "evict [always][][]");
    }

    @Test
    void dependentStageThatFails_passesTheExceptionItHas() throws Exception {
        IllegalStateException theirs = new IllegalStateException("theirs");
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CompletableFuture<?> returned = future(work.thenApply(value -> {
            throw theirs;
        }));
        returned.whenComplete((value, thrown) -> seen.set(thrown));

        work.complete("new");

        assertThat(seen.get()).isExactlyInstanceOf(CompletionException.class).hasCause(theirs);
    }

    @Test
    void stageThatIsComplete_isReturnedItselfBehindItsEffects() throws Exception {
        work.complete("new");
        assertThat(future(work)).isSameAs(work);
        assertThat(store.heard).endsWith("store put", "evict [after, always][][]");
    }

    @Test
    void stageThatHasFailed_isReturnedItself() throws Exception {
        work.completeExceptionally(new IOException("theirs"));
        assertThat(future(work)).isSameAs(work);
        assertThat(store.heard).endsWith("release put", "evict [always][][]");
    }

    @Test
    void noStage_isASuccessOfNothing() throws Exception {
        assertThat(call(method, CompletableFuture.class, () -> null)).isNull();
        assertThat(store.heard).contains("evict [after, always][][]");
    }

    @Test
    void h57_loadBeforeTheWorkIsDone_isNotServedAfterwards() throws Exception {
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7")));
        CompletableFuture<Object> returned = cast(call(evicting, CompletableFuture.class, () -> work));
        assertThat(world.read("shop:7", () -> "old")).isEqualTo("old");

        work.complete("done");

        assertThat(returned).isCompletedWithValue("done");
        assertThat(world.read("shop:7", () -> "new")).isEqualTo("new");
    }

    @Test
    void callerCancels_evictsWhatMayBeDoneAndCancelsTheWork() throws Exception {
        future(work).cancel(true);
        assertThat(work).isCancelled();
        assertThat(store.heard).endsWith("release put", "evict [always][][]", "evict [after, always, put][][]");
    }

    @Test
    void callerCompletes_evictsAndLeavesTheWorkAlone() throws Exception {
        AwaitedCallTest.<CompletableFuture<Object>>cast(future(work)).complete("the caller's");
        assertThat(work).isNotDone();
        assertThat(store.heard).endsWith("takeOver put", "evict [after, always, put][][]");
    }

    @Test
    void callersValueInPlaceOfTheWorks_isNeverPut() throws Exception {
        CompletableFuture<Object> returned = cast(future(work));
        returned.completeOnTimeout("fallback", 1, TimeUnit.MILLISECONDS);
        assertThat(returned).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("fallback");
        await().untilAsserted(() -> assertThat(store.heard).endsWith("evict [after, always, put][][]"));
        assertThat(world.read("put", () -> "loaded")).isEqualTo("loaded");
        work.complete("new");
        assertThat(world.read("put", () -> "loaded again")).isEqualTo("loaded again");
    }

    @Test
    void h57_workThatEndsAfterItsCallersDeadline_evictsOnceMore() throws Exception {
        world.read("after", () -> "old");
        assertThat(future(work).orTimeout(1, TimeUnit.MILLISECONDS)).failsWithin(Duration.ofSeconds(10));
        await().untilAsserted(() -> assertThat(store.heard).endsWith("evict [after, always, put][][]"));
        assertThat(world.read("after", () -> "not committed yet")).isEqualTo("not committed yet");

        work.complete("new");

        assertThat(world.read("after", () -> "new")).isEqualTo("new");
    }

    /** As frameworks have it that carry a request's context along. */
    private static final class ContextFuture<T> extends CompletableFuture<T> {
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new ContextFuture<>();
        }
    }

    @Test
    void futureThatMakesItsOwnDependents_isReplacedByOneOfThem() throws Exception {
        assertThat(future(new ContextFuture<>())).isInstanceOf(ContextFuture.class);
    }

    /** As Kafka's, which nobody but Kafka may complete. */
    private static final class ForbiddingFuture<T> extends CompletableFuture<T> {
        void completeInside(T value) {
            super.complete(value);
        }

        @Override
        public boolean complete(T value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean completeExceptionally(Throwable thrown) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new ForbiddingFuture<>();
        }
    }

    @Test
    void futureThatForbidsToBeCompleted_callerIsTold() throws Exception {
        ForbiddingFuture<Object> forbidding = new ForbiddingFuture<>();
        CompletableFuture<Object> returned = cast(future(forbidding));
        forbidding.completeInside("new");
        assertThat(returned).isCompletedWithValue("new");
    }

    @Test
    void minimalStage_isAwaited() throws Exception {
        CompletionStage<?> returned =
                (CompletionStage<?>) call(method, CompletionStage.class, work::minimalCompletionStage);
        returned.thenAccept(value -> store.heard.add("dependent of " + value));
        work.complete("new");
        assertThat(store.heard).endsWith("store put", "evict [after, always][][]", "dependent of new");
    }

    @Test
    void minimalStageThatIsComplete_isReturnedItselfBehindItsEffects() throws Exception {
        CompletionStage<?> stage = CompletableFuture.completedStage("new");
        assertThat(call(method, CompletionStage.class, () -> stage)).isSameAs(stage);
        assertThat(store.heard).endsWith("store put", "evict [after, always][][]");
    }

    @Test
    void stageThatCannotBeDependedOn_isReturnedAndEvictedAtOnce() throws Exception {
        Object stage = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CompletionStage.class}, (proxy, asked, arguments) -> {
                    throw new UnsupportedOperationException(asked.getName());
                });
        assertThat(call(method, CompletionStage.class, () -> stage)).isSameAs(stage);
        assertThat(store.heard).endsWith("evict [after, always, put][][]");
    }

    @Test
    void storeFails_callerIsToldAllTheSame() throws Exception {
        CompletableFuture<?> returned = future(work);
        store.failing = "evict";
        store.fault = new OutOfMemoryError("injected");
        work.complete("new");
        assertThat(returned).isCompleted();
    }

    @Test
    void putByTheResult_isRenderedFromWhatTheStageComesTo() throws Exception {
        MethodEffects putting = world.putting(put(Texts.ofResult(result -> "id:" + result)));
        call(putting, CompletableFuture.class, () -> work);
        work.complete("7");
        assertThat(world.read("id:7", () -> "loaded")).isEqualTo("7");
    }

    @Test
    void stageDeclaredAsObject_isAwaitedIfItsClassCanBeKept() throws Exception {
        assertThat(call(method, Object.class, () -> work))
                .isExactlyInstanceOf(CompletableFuture.class)
                .isNotSameAs(work);
        assertThat(store.heard).doesNotContain("evict [after, always][][]");

        CompletableFuture<Object> other = new ContextFuture<>();
        assertThat(call(method, Object.class, () -> other)).isSameAs(other);
        assertThat(store.heard).endsWith("evict [after, always, put][][]");
    }

    @Test
    void futureDeclaredAsObject_isReturnedAfterItsEffects() throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> "new");
        assertThat(call(method, Object.class, () -> task)).isSameAs(task);
        assertThat(store.heard).endsWith("evict [after, always, put][][]");
    }

    @Test
    void futureThatIsNotDone_evictsWhatItWouldPut() throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> "new");
        call(world.putting(put(Texts.of("shop:7"), 0)), Future.class, () -> task, "argument");
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void futureThatIsDone_isAsAnyOtherResult() throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> "new");
        task.run();
        call(world.putting(put(Texts.of("shop:7"), 0)), Future.class, () -> task, "argument");
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("argument");
    }

    @Test
    void evictionBeforeTheBodyAlone_leavesTheStageAsItIs() throws Exception {
        MethodEffects before = world.evicting(evict(EvictPhase.BEFORE, Texts.of("before")));
        assertThat(call(before, CompletableFuture.class, () -> work)).isSameAs(work);
    }

    private CompletableFuture<?> future(CompletableFuture<?> stage) throws Exception {
        return (CompletableFuture<?>) call(method, CompletableFuture.class, () -> stage);
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object object) {
        return (T) object;
    }
}
