package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.fixtures.Silent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache fails, and the application does not notice. */
@Timeout(30)
@Silent
final class EffectFaultsTest {

    private final JournalStore store = new JournalStore();
    private final World world = World.over(store);
    private final AtomicInteger runs = new AtomicInteger();
    private final MethodEffects method = world.with(
            List.of(
                    evict(EvictPhase.BEFORE, Texts.of("before")),
                    evict(EvictPhase.AFTER_SUCCESS, Texts.of("after")),
                    evict(EvictPhase.ALWAYS, Texts.of("always"))),
            put(Texts.of("put")),
            put(Texts.ofResult(result -> "put:" + result)));

    static Stream<Arguments> faults() {
        List<Throwable> faults = List.of(
                new StoreException("not answered in time", null),
                new IllegalStateException("ours"),
                new StackOverflowError(),
                new OutOfMemoryError(),
                new NoClassDefFoundError("ours"));
        return Stream.of("evict", "takeOver", "mark", "store", "release")
                .flatMap(step -> faults.stream().map(fault -> Arguments.of(step, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h70_storeFails_resultIsTheBodysAndItRanOnce(String step, Throwable fault) throws Exception {
        store.failing = step;
        store.fault = fault;
        assertThat(call(method, () -> "result" + runs.incrementAndGet())).isEqualTo("result1");
        if (!step.equals("release")) {
            assertThat(world.stats.totals().errors()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h70_storeFails_exceptionIsTheBodys(String step, Throwable fault) {
        store.failing = step;
        store.fault = fault;
        IOException theirs = new IOException("theirs");
        assertThatThrownBy(() -> call(method, () -> {
                    runs.incrementAndGet();
                    throw theirs;
                }))
                .isSameAs(theirs);
        assertThat(runs).hasValue(1);
    }

    @Test
    void evictionLostToAFault_isTakenAlongByTheNext() throws Exception {
        store.failing = "evict [lost";
        store.fault = new IllegalStateException("ours");
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("lost"))), () -> null);
        store.failing = null;
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("next"))), () -> null);
        assertThat(store.heard).containsExactly("evict [lost][][]", "evict [lost][][]", "evict [next][][]");
    }

    @Test
    void evictionThatAlwaysFails_doesNotKeepOthersFromTheStore() throws Exception {
        store.failing = "evict [bad";
        store.fault = new IllegalStateException("ours");
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("bad"))), () -> null);
        for (int i = 0; i < 3; i++) {
            call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("good"))), () -> null);
        }
        assertThat(store.heard)
                .containsExactly(
                        "evict [bad][][]",
                        "evict [bad][][]",
                        "evict [good][][]",
                        "evict [good][][]",
                        "evict [good][][]");
    }

    @Test
    void putThatCannotTakeOver_evicts() throws Exception {
        world.read("shop:7", () -> "old");
        store.failing = "takeOver";
        call(world.putting(put(Texts.of("shop:7"))), () -> "new");
        store.failing = null;
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void putThatCannotStore_evicts() throws Exception {
        world.read("shop:7", () -> "old");
        store.failing = "store";
        call(world.putting(put(Texts.of("shop:7"))), () -> "new");
        store.failing = null;
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void putWhoseTagsCannotBeRendered_evicts() throws Exception {
        world.read("shop:7", () -> "old");
        Template tag = Texts.failing(new UnsupportedKeyException("an Object has no text", "Pass a text."));
        call(world.putting(new PutEffect(Texts.of("shop:7"), -1, String.class, List.of(tag), 1_000, 1_000)), () -> "a");
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void bodyMakesAPutsKeyUnrenderable_evictsTheOneItHadBefore() throws Exception {
        world.read("shop:7", () -> "old");
        Object[] id = {"7"};
        Template key = Texts.ofFirst(argument -> {
            if (((Object[]) argument)[0] instanceof String text) {
                return "shop:" + text;
            }
            throw new UnsupportedKeyException("an Object has no text", "Pass a text.");
        });
        call(world.putting(put(key)), () -> id[0] = new Object(), (Object) id);
        assertThat(world.read("shop:7", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void faultOfOursAfterTheBody_evictsTheKeysOfPutsToo() throws Exception {
        World broken = World.over(store, purpose -> {
            throw new IllegalStateException("ours");
        });
        call(
                broken.with(
                        List.of(
                                evict(EvictPhase.AFTER_SUCCESS, Texts.of("a")),
                                evict(EvictPhase.ALWAYS, Texts.of("b"))),
                        put(Texts.of("c")),
                        put(Texts.ofResult(result -> "d:" + result))),
                () -> "new");
        assertThat(store.heard).contains("evict [a, b, c, d:new][][]");
    }

    @Test
    void faultOfOursAtTheReturnOfAStage_evictsWhenThatIsComplete() throws Exception {
        World broken = World.over(store, purpose -> {
            throw new IllegalStateException("ours");
        });
        CompletableFuture<String> work = new CompletableFuture<>();
        MethodEffects evicting =
                broken.with(List.of(evict(EvictPhase.AFTER_SUCCESS, Texts.of("a"))), put(Texts.of("b")));
        Object returned = call(evicting, CompletableFuture.class, () -> work);
        assertThat(store.heard).containsExactly("takeOver b");

        work.complete("new");

        assertThat((CompletableFuture<?>) returned).isCompleted();
        assertThat(store.heard).containsExactly("takeOver b", "evict [a, b][][]");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h70_storeFailsWhenAStageIsComplete_callerIsTold(String step, Throwable fault) throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<?> returned = (CompletableFuture<?>) call(method, CompletableFuture.class, () -> work);
        store.failing = step;
        store.fault = fault;
        work.complete("new");
        assertThat((Object) returned.get(10, TimeUnit.SECONDS)).isEqualTo("new");
    }

    @Test
    void storeFailsForOnePut_theOthersAreEvictedWithoutBeingTried() throws Exception {
        store.failing = "store";
        call(world.putting(put(Texts.of("a")), put(Texts.of("b")), put(Texts.of("c"))), () -> "new");
        assertThat(store.heard)
                .containsExactly("takeOver a", "takeOver b", "takeOver c", "store a", "evict [a, b, c][][]");
    }

    @Test
    void interruptedThread_evictsAndStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7"))), () -> null);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
    }

    @Test
    void stackThatRunsOut_isTheApplicationsBusinessAndEvictsOnTheWayBack() throws Exception {
        world.read("shop:7", () -> "old");
        MethodEffects evicting = world.evicting(evict(EvictPhase.ALWAYS, Texts.of("shop:7")));
        assertThatThrownBy(() -> recurse(evicting)).isInstanceOf(StackOverflowError.class);
        assertThat(world.read("shop:7", () -> "new")).isEqualTo("new");
    }

    private static Object recurse(MethodEffects evicting) throws Exception {
        return call(evicting, () -> recurse(evicting));
    }
}
