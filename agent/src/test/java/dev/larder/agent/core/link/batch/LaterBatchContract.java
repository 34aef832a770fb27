package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Batch methods whose result comes later: what the body is called with, who waits for what, and what is stored. */
abstract class LaterBatchContract extends ShopCalls {

    @Override
    Class<?> shopType() {
        return LaterShop.class;
    }

    CompletableFuture<Object> later(String name, Object... arguments) throws Throwable {
        return ((CompletionStage<?>) call(name, arguments))
                .thenApply(Object.class::cast)
                .toCompletableFuture();
    }

    Object soon(String name, Object... arguments) throws Throwable {
        return soon(later(name, arguments));
    }

    static Object soon(CompletableFuture<?> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** From now on, no body has a result before this is completed. */
    CompletableFuture<Object> newSource() throws Exception {
        CompletableFuture<Object> source = new CompletableFuture<>();
        shop.getClass().getField("source").set(shop, source);
        return source;
    }

    void awaitRuns(int count) {
        Awaitility.await().until(() -> this.<List<?>>field("runs").size() == count);
    }

    /** Until the body has returned, and Larder hears of the end of its stage. */
    static void awaitListener(CompletableFuture<?> source, int count) {
        Awaitility.await().until(() -> source.getNumberOfDependents() >= count);
    }

    @Test
    void someAreThere_bodyGetsExactlyTheOthersInTheirOrder() throws Throwable {
        soon("many", ids(2, 4));
        assertThat(soon("many", ids(9, 4, 1, 2, 3)))
                .isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0", 3L, "user 3.0", 4L, "user 4.0", 9L, "user 9.0"));
        assertThat(runs()).containsExactly("many [2, 4]", "many [9, 1, 3]");
        Map<?, ?> hits = (Map<?, ?>) soon("many", ids(9, 4, 1, 2, 3));
        assertThat(new ArrayList<Object>(hits.keySet())).isEqualTo(ids(9, 4, 1, 2, 3));
        assertThat(runs()).isEmpty();
        assertThat(application.counts().hits()).isEqualTo(7);
        assertThat(application.counts().misses()).isEqualTo(5);
        assertThat(application.counts().errors()).isZero();
        assertThat(application.counts().bypasses()).isZero();
        assertThat(application.refusals()).isEmpty();
    }

    @Test
    void entries_areThoseOfAllOtherForms() throws Throwable {
        call("one", 1L);
        soon("oneLater", 2L);
        assertThat(soon("listed", ids(1, 2, 3))).isEqualTo(List.of("user 1.0", "user 2.0", "user 3.0"));
        assertThat(call("atOnce", ids(3, 4))).isEqualTo(Map.of(3L, "user 3.0", 4L, "user 4.0"));
        assertThat(soon("ofArray", new long[] {4, 6})).isEqualTo(Map.of(4L, "user 4.0", 6L, "user 6.0"));
        assertThat(call("one", 6L)).isEqualTo("user 6.0");
        assertThat(soon("oneLater", 3L)).isEqualTo("user 3.0");
        assertThat((Map<?, ?>) soon("many", ids(1, 2, 3, 4, 6))).hasSize(5);
        assertThat(runs()).containsExactly("one 1", "oneLater 2", "listed [3]", "atOnce [4]", "ofArray [6]");
    }

    @Test
    void duplicatesAndAbsentIds_areAsInOtherBatches() throws Throwable {
        assertThat(soon("listed", ids(1, 5, 1))).isEqualTo(Arrays.asList("user 1.0", null, "user 1.0"));
        assertThat(soon("many", ids(1, 5, 3, 3))).isEqualTo(Map.of(1L, "user 1.0", 3L, "user 3.0"));
        assertThat(soon("oneLater", 5L)).isNull();
        assertThat(runs()).containsExactly("listed [1, 5]", "many [3]");
        assertThat(soon("many", ids())).isEqualTo(Map.of());
        assertThat(application.counts().bypasses()).isEqualTo(1);
    }

    @Test
    void eachCaller_hasAFutureOfItsOwn_andCancelsThatAlone() throws Throwable {
        soon("oneLater", 1L);
        CompletableFuture<Object> source = newSource();
        CompletableFuture<?> first = (CompletableFuture<?>) call("many", ids(1, 2, 3));
        awaitListener(source, 1);
        CompletableFuture<?> second = (CompletableFuture<?>) call("many", ids(2, 3));
        CompletableFuture<?> third = (CompletableFuture<?>) call("oneLater", 3L);
        first.cancel(true);
        assertThat(second).isNotDone();
        source.complete(null);
        assertThat(soon(second)).isEqualTo(Map.of(2L, "user 2.0", 3L, "user 3.0"));
        assertThat(soon(third)).isEqualTo("user 3.0");
        assertThat(first).isCancelled();
        assertThat((Map<?, ?>) soon("many", ids(1, 2, 3))).hasSize(3);
        assertThat(runs()).containsExactly("oneLater 1", "many [2, 3]");
    }

    /** The same exception, to the caller of the body alone; those that have waited run it themselves. */
    @Test
    void failedLoad_storesNothingAndIsSeenByNobodyElse() throws Throwable {
        CompletableFuture<Object> source = newSource();
        CompletableFuture<Object> first = later("many", ids(1, 2));
        awaitListener(source, 1);
        CompletableFuture<Object> second = later("many", ids(2, 3));
        awaitListener(source, 2);
        shop.getClass().getField("source").set(shop, CompletableFuture.completedFuture(null));
        IllegalStateException theirs = new IllegalStateException("theirs");
        source.completeExceptionally(theirs);
        assertThatThrownBy(() -> soon(first))
                .isInstanceOf(ExecutionException.class)
                .hasRootCause(theirs);
        assertThatThrownBy(() -> soon(second))
                .isInstanceOf(ExecutionException.class)
                .hasRootCause(theirs);
        assertThat((Map<?, ?>) soon("many", ids(1, 2, 3))).hasSize(3);
        assertThat(runs()).containsExactly("many [1, 2]", "many [3]", "many [1, 2, 3]");
    }

    @Test
    void waitersOfAFailedLoad_loadForThemselves() throws Throwable {
        CompletableFuture<Object> source = newSource();
        CompletableFuture<Object> first = later("many", ids(1, 2));
        awaitListener(source, 1);
        shop.getClass().getField("source").set(shop, CompletableFuture.completedFuture(null));
        CompletableFuture<Object> second = later("many", ids(2, 3));
        awaitRuns(2);
        source.cancel(true);
        assertThat(soon(second)).isEqualTo(Map.of(2L, "user 2.0", 3L, "user 3.0"));
        assertThatThrownBy(() -> soon(first)).hasRootCauseInstanceOf(CancellationException.class);
        assertThat(runs()).containsExactly("many [1, 2]", "many [3]", "many [2]");
    }

    @Test
    void dependents_runOnTheApplicationsThreads() throws Throwable {
        List<String> names = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            soon(later("many", ids(1, 2))
                    .thenAccept(value -> names.add(Thread.currentThread().getName())));
            soon(later("unless", ids(1, 2))
                    .thenAccept(value -> names.add(Thread.currentThread().getName())));
        }
        assertThat(names).hasSize(4).noneMatch(name -> name.startsWith("larder") || name.startsWith("lettuce"));
    }

    @Test
    void unlessAndTags_holdForEachId() throws Throwable {
        soon("unless", ids(1, 2, 4));
        soon("unless", ids(1, 2, 4));
        call("evictTag", 2L);
        soon("unless", ids(1, 2, 4));
        assertThat(runs()).containsExactly("unless [1, 2, 4]", "unless [1]", "unless [1, 2]");
        assertThat(this.<List<Thread>>field("threads"))
                .noneMatch(thread -> thread.getName().contains("asking"));
    }

    @Test
    void evictionDuringTheLoad_thatIdIsNotStored() throws Throwable {
        CompletableFuture<Object> source = newSource();
        CompletableFuture<Object> given = later("many", ids(1, 2, 3));
        awaitListener(source, 1);
        call("evict", ids(2));
        source.complete(null);
        assertThat((Map<?, ?>) soon(given)).hasSize(3);
        soon("many", ids(1, 2, 3));
        assertThat(runs()).containsExactly("many [1, 2, 3]", "many [2]");
    }

    @Test
    void bodyThatChangesItsIds_storesNothingAndRunsOnceMoreForAll() throws Throwable {
        soon("sorting", ids(1));
        soon("sorting", ids(1));
        assertThat((Map<?, ?>) soon("sorting", ids(3, 2, 1))).hasSize(3);
        soon("sorting", ids(2));
        assertThat(runs()).containsExactly("sorting [1]", "sorting [3, 2]", "sorting [3, 2, 1]", "sorting [2]");
        assertThat(soon("shortened", ids(4, 5))).isEqualTo(List.of("user 4.0"));
        soon("shortened", ids(4));
        assertThat(runs()).containsExactly("shortened [4, 5]", "shortened [4]");
    }

    @Test
    void callerThatChangesTheIds_changesNothing() throws Throwable {
        CompletableFuture<Object> source = newSource();
        List<Long> ids = ids(1, 2);
        CompletableFuture<Object> given = later("many", ids);
        ids.clear();
        awaitListener(source, 1);
        source.complete(null);
        assertThat(soon(given)).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0"));
        soon("many", ids(1, 2));
        assertThat(runs()).containsExactly("many [1, 2]");
    }

    /** What the body reads by then may belong to another key. */
    @Test
    void callerThatChangesAnotherArgument_keepsTheResultFromBeingStored() throws Throwable {
        Object box = application.woven(LaterShop.Box.class).getConstructor().newInstance();
        CompletableFuture<Object> source = newSource();
        CompletableFuture<Object> given = later("boxed", box, ids(1, 2));
        awaitListener(source, 1);
        box.getClass().getField("name").set(box, "b");
        source.complete(null);
        assertThat((Map<?, ?>) soon(given)).hasSize(2);
        soon("boxed", box, ids(1, 2));
        box.getClass().getField("name").set(box, "a");
        soon("boxed", box, ids(1, 2));
        assertThat(runs()).hasSize(3).endsWith("boxed b[1, 2]", "boxed a[1, 2]");
    }

    @Test
    void callerHoldsTheMonitorOfTheBody_bodyRunsAtOnceOnItsThread() throws Throwable {
        assertThat((Map<?, ?>) soon("lockedByCaller", ids(1, 2))).hasSize(2);
        assertThat(this.<List<Thread>>field("threads")).containsExactly(Thread.currentThread());
        assertThat(application.counts().bypasses()).isEqualTo(1);
    }

    /** The plain form waits on its thread, and the others on none. */
    @Test
    void overlappingCalls_loadTheirOwnFirstAndGetTheRestFromTheEarlierOne() throws Throwable {
        CompletableFuture<Object> source = newSource();
        CompletableFuture<Object> first = later("many", ids(1, 2, 3));
        awaitListener(source, 1);
        shop.getClass().getField("source").set(shop, CompletableFuture.completedFuture(null));
        CompletableFuture<Object> second = later("listed", ids(4, 3, 2));
        CompletableFuture<Object> single = later("oneLater", 1L);
        CompletableFuture<Object> plain = CompletableFuture.supplyAsync(() -> {
            try {
                return call("atOnce", ids(2, 3, 6));
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        awaitRuns(3);
        assertThat(second).isNotDone();
        assertThat(single).isNotDone();
        source.complete(null);
        assertThat((Map<?, ?>) soon(first)).hasSize(3);
        assertThat(soon(second)).isEqualTo(List.of("user 4.0", "user 3.0", "user 2.0"));
        assertThat(soon(single)).isEqualTo("user 1.0");
        assertThat((Map<?, ?>) soon(plain)).hasSize(3);
        assertThat(runs()).hasSize(3).contains("many [1, 2, 3]", "listed [4]", "atOnce [6]");
        assertThat(application.counts().errors()).isZero();
    }

    @Test
    void effectsOfTheMethod_takePlaceForTheIdsItRunsWith() throws Throwable {
        soon("many", ids(1, 2));
        soon("evicting", ids(1, 2));
        soon("many", ids(1, 2));
        soon("evicting", ids(1, 2));
        soon("many", ids(1, 2));
        assertThat(runs()).containsExactly("many [1, 2]", "evicting [1, 2]", "many [1, 2]");
        call("evict", ids(1, 2));
        soon("put", ids(1, 2));
        soon("many", ids(1, 2));
        assertThat(runs()).isEmpty();
    }

    /** Beside a model that knows what every entry must be. */
    @Test
    void randomBatches_areWhatTheBodyWouldReturn() throws Throwable {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Integer> versions = field("versions");
        for (int step = 0; step < 200; step++) {
            List<Long> some = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                some.add((long) random.nextInt(30));
            }
            switch (random.nextInt(4)) {
                case 0 -> {
                    some.forEach(id -> versions.merge(id, 1, Integer::sum));
                    call("evict", some);
                }
                case 1 -> assertThat(soon("listed", some)).as("seed %s", seed).isEqualTo(expected(some, versions));
                default -> {
                    Map<Long, String> model = new HashMap<>();
                    List<String> values = expected(some, versions);
                    for (int i = 0; i < some.size(); i++) {
                        if (values.get(i) != null) {
                            model.put(some.get(i), values.get(i));
                        }
                    }
                    assertThat(soon("many", some)).as("seed %s", seed).isEqualTo(model);
                }
            }
        }
        assertThat(application.counts().errors()).isZero();
        assertThat(application.counts().hits()).isPositive();
    }

    private static List<String> expected(List<Long> ids, Map<Long, Integer> versions) {
        List<String> values = new ArrayList<>();
        for (Long id : ids) {
            values.add(id % 5 == 0 ? null : "user " + id + "." + versions.getOrDefault(id, 0));
        }
        return values;
    }
}
