package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was committed last is what is served, whichever store it is. */
@Timeout(60)
interface PutContract {

    String KEY = "shop:7";

    CacheStore store();

    /** Whether a key that is known only afterwards can be stored. */
    default boolean hasMarks() {
        return true;
    }

    @Test
    default void result_isServedWithoutLoading() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        assertThat(call(world.putting(put(Texts.of(KEY))), () -> "new")).isEqualTo("new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
        assertThat(world.stats.totals().stores()).isEqualTo(2);
    }

    @Test
    default void argument_isServedWithoutLoading() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY), 1)), () -> null, this, "new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    default void keyOfTheResult_isServedWithoutLoading() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.ofResult(result -> "shop:" + result))), () -> "7");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo(hasMarks() ? "7" : "loaded");
    }

    @Test
    default void keyOfTheResult_withAWriteInBetween_isLoaded() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.ofResult(result -> KEY))), () -> {
            call(world.putting(put(Texts.of(KEY))), () -> "inner");
            return "outer";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void keyOfTheResult_withAnEvictionInBetween_isLoaded() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.ofResult(result -> KEY))), () -> {
            call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY))), () -> null);
            return "older than the eviction";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void f46_entryMadeOfAnotherThatIsPut_isNotLoadedFromTheOldOne() throws Exception {
        AtomicReference<String> source = new AtomicReference<>("old");
        AtomicReference<Callable<?>> between = new AtomicReference<>(() -> null);
        World world = World.over(new LoadedAroundEvictions(store(), between));
        Callable<?> page = () -> world.read("page", () -> "page of " + world.read(KEY, source::get));
        page.call();
        between.set(page);

        call(world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, Texts.of("page"))), put(Texts.of(KEY))), () -> {
            source.set("new");
            return "new";
        });

        assertThat(page.call()).isEqualTo("page of new");
    }

    @Test
    default void f46_entryMadeOfAnotherThatIsPut_byPatternAndTag_isNotLoadedFromTheOldOne() throws Exception {
        for (EvictEffect eviction : List.of(
                new EvictEffect(EvictPhase.ALWAYS, List.of(), List.of(), List.of(Texts.of("pa*"))),
                new EvictEffect(EvictPhase.ALWAYS, List.of(), List.of(Texts.of("pages")), List.of()))) {
            AtomicReference<String> source = new AtomicReference<>("old");
            AtomicReference<Callable<?>> between = new AtomicReference<>(() -> null);
            World world = World.over(new LoadedAroundEvictions(store(), between));
            Callable<?> page =
                    () -> world.readTagged("page", List.of("pages"), () -> "page of " + world.read(KEY, source::get));
            world.writes.evictNow(Eviction.ofKeys(Set.of(KEY, "page")));
            page.call();
            between.set(page);

            call(world.with(List.of(eviction), put(Texts.of(KEY))), () -> {
                source.set("new");
                return "new";
            });

            assertThat(page.call()).isEqualTo("page of new");
        }
    }

    @Test
    default void nullThatIsNotToBeStored_evicts() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        PutEffect put = new PutEffect(Texts.of(KEY), PutEffect.RESULT, String.class, List.of(), 60_000, 0);
        call(world.putting(put), () -> null);
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void nullThatIsToBeStored_isServed() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY))), () -> null);
        assertThat(world.read(KEY, () -> "loaded")).isNull();
    }

    @Test
    default void valueThatCannotBeStored_evicts() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        PutEffect put = new PutEffect(Texts.of(KEY), PutEffect.RESULT, Thread.class, List.of(), 60_000, 60_000);
        quietly(() -> call(world.putting(put), Thread::currentThread));
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void bodyThatThrows_leavesTheEntryAsItIs() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        try {
            call(world.putting(put(Texts.of(KEY))), () -> {
                throw new IllegalStateException("theirs");
            });
        } catch (IllegalStateException theirs) {
            assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
        }
    }

    @Test
    default void bodyThatChangesTheKey_evictsBoth() throws Exception {
        World world = World.over(store());
        AtomicReference<String> key = new AtomicReference<>(KEY);
        world.read(KEY, () -> "old");
        world.read("shop:8", () -> "old");
        Template changing = Texts.ofFirst(reference -> String.valueOf(((AtomicReference<?>) reference).get()));
        call(
                world.putting(put(changing)),
                () -> {
                    key.set("shop:8");
                    return "new";
                },
                key);
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(world.read("shop:8", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void evictionOnTheSameMethod_wins() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        call(world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY))), put(Texts.of(KEY))), () -> "new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void h57_loadThatBeganBeforeTheWrite_doesNotReplaceIt() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> {
            call(world.putting(put(Texts.of(KEY))), () -> "new");
            return "old";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    default void h57_loadThatBeganDuringTheWrite_staysNeitherAsItIsNorKeepsThePut() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY))), () -> {
            assertThat(world.read(KEY, () -> "old")).isEqualTo("old");
            return "new";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void h57_loadThatEndsAfterTheWriteItBeganIn_isRefused() throws Exception {
        World world = World.over(store());
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            AtomicReference<Future<Object>> reader = new AtomicReference<>();
            call(world.putting(put(Texts.of(KEY))), () -> {
                reader.set(threads.submit(() -> world.read(KEY, () -> {
                    reading.countDown();
                    written.await();
                    return "old";
                })));
                assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
                return "new";
            });
            written.countDown();
            assertThat(reader.get().get(10, TimeUnit.SECONDS)).isEqualTo("old");
            assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void writersOneAfterTheOther_theLaterOneIsServed() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY))), () -> "first");
        call(world.putting(put(Texts.of(KEY))), () -> "second");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("second");
    }

    @Test
    default void writerInsideOfAnother_leavesNothingOfBoth() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY))), () -> {
            call(world.putting(put(Texts.of(KEY))), () -> "inner");
            return "outer";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void writersThatOverlap_leaveNothingOfBoth() throws Exception {
        World world = World.over(store());
        CountDownLatch secondBegan = new CountDownLatch(1);
        CountDownLatch firstEnded = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            AtomicReference<Future<Object>> second = new AtomicReference<>();
            call(world.putting(put(Texts.of(KEY))), () -> {
                second.set(threads.submit(() -> call(world.putting(put(Texts.of(KEY))), () -> {
                    secondBegan.countDown();
                    firstEnded.await();
                    return "second";
                })));
                assertThat(secondBegan.await(10, TimeUnit.SECONDS)).isTrue();
                return "first";
            });
            firstEnded.countDown();
            second.get().get(10, TimeUnit.SECONDS);
            assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Writers whose commits and stores come in any order, and readers in between: when all is quiet, what is served is
     * what the database holds.
     */
    @Test
    default void manyWritersAndReaders_whatIsServedAtLastIsTheDatabases() throws Exception {
        World world = World.over(store());
        AtomicInteger database = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int round = 0; round < 40; round++) {
                List<Future<Object>> work = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    work.add(threads.submit(() -> write(world, database)));
                    work.add(threads.submit(() -> read(world, database)));
                }
                for (Future<Object> each : work) {
                    each.get(20, TimeUnit.SECONDS);
                }
                assertThat(world.read(KEY, () -> String.valueOf(database.get())))
                        .as("round " + round)
                        .isEqualTo(String.valueOf(database.get()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object write(World world, AtomicInteger database) throws Exception {
        return call(world.putting(put(Texts.of(KEY))), () -> {
            pause();
            String written = String.valueOf(database.incrementAndGet());
            pause();
            return written;
        });
    }

    private static Object read(World world, AtomicInteger database) throws Exception {
        pause();
        return world.read(KEY, () -> {
            String read = String.valueOf(database.get());
            pause();
            return read;
        });
    }

    /** So that every order of things comes up; nothing depends on how long it takes. */
    private static void pause() {
        for (int turns = ThreadLocalRandom.current().nextInt(200); turns > 0; turns--) {
            Thread.yield();
        }
    }

    private static void quietly(Callable<?> work) throws Exception {
        AgentLog.setLevel(AgentLog.Level.OFF);
        try {
            work.call();
        } finally {
            AgentLog.setLevel(AgentLog.Level.INFO);
        }
    }
}
