package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.CacheStore;
import java.util.ArrayList;
import java.util.List;
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

/** What was committed last is what is served, also where loads and writes of others overlap with a put; part of {@link PutContract}. */
@Timeout(60)
interface PutsAmongOthersContract {

    String KEY = "shop:7";

    CacheStore store();

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
}
