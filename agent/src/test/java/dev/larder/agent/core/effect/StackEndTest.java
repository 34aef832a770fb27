package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.RoomWatch;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls at every depth near the end of a stack, one frame after the other, while another thread reads. No eviction is
 * lost, no call hangs, and nothing stays behind.
 */
@Alone
@Timeout(300)
@Silent
final class StackEndTest {

    /** From the end of the stack to where there is ample room, also for compiled frames of 32 bytes. */
    private static final int LEVELS = 2_500;

    private static final int KEYS = 64;
    private static final Duration LONGEST_CALL = Duration.ofSeconds(3);

    @Test
    void h47_everyDepthInMemory_losesNothing() throws Exception {
        check(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()), 8);
    }

    /** Every find is recorded, and now and then the order of usefulness is brought up to date. */
    @Test
    void h47_everyDepthInAFullMemory_losesNothing() throws Exception {
        MemoryConfig small = new MemoryConfig(KEYS, MemoryConfig.defaults().fallbackTtl());
        check(MemoryStore.create(small, LoadConfig.defaults(), Ticker.system()), 8);
    }

    @Test
    void h47_everyDepthInRedis_losesNothing() throws Exception {
        try (RedisServer server = RedisServer.start();
                FailoverStore store = storeOver(server)) {
            store.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> store.status().mode() == Mode.REDIS);
            check(store, 3);
            assertThat(store.status().mode()).isEqualTo(Mode.REDIS);
        }
    }

    @Test
    void h47_everyDepthWhileRedisIsAway_losesNothing() throws Exception {
        try (RedisServer server = RedisServer.start();
                FailoverStore store = storeOver(server)) {
            store.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> store.status().mode() == Mode.REDIS);
            server.kill();
            await().atMost(Duration.ofSeconds(20)).until(() -> store.status().mode() == Mode.MEMORY);
            check(store, 3);
            server.restart();
            await().atMost(Duration.ofSeconds(30)).until(() -> store.status().mode() == Mode.REDIS);
        }
    }

    private static FailoverStore storeOver(RedisServer server) {
        return FailoverStore.over(
                Connectors.to(server.url()),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                RedisConfig.at(server.url()),
                AgentThreads.background(),
                Ticker.system());
    }

    private static void check(CacheStore store, int rounds) throws Exception {
        RoomWatch watched = new RoomWatch(store);
        World world = World.over(watched);
        Diver diver = new Diver(world);
        Reader reader = new Reader(world, diver);
        FutureTask<Void> reading = start(reader, 0);
        for (int round = 0; round < rounds; round++) {
            diver.shift = round % 13;
            start(diver, 512 * 1024).get(120, TimeUnit.SECONDS);
            for (int key = 0; key < KEYS; key++) {
                reader.read(key);
            }
        }
        reader.isOver = true;
        reading.get(20, TimeUnit.SECONDS);
        assertThat(reader.stale).isEmpty();
        assertThat(diver.wrong).isEmpty();
        assertThat(watched.wasCramped).isFalse();
        assertThat(Duration.ofNanos(Math.max(reader.longestNanos, diver.longestNanos)))
                .isLessThan(LONGEST_CALL);
        assertThat(diver.evictions).isGreaterThan(rounds * 100);
        StatsSnapshot totals = world.stats.totals();
        assertThat(totals.errors()).isZero();
    }

    private static FutureTask<Void> start(Callable<Void> work, long stackBytes) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "stack end", stackBytes);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /**
     * Overflows, and makes one call from each frame on the way back. What it says of calls are writes to fields, which
     * need no stack.
     */
    private static final class Diver implements Callable<Void> {

        final World world;
        final List<MethodEffects> writers;

        /** What there is in the source: the number of writes to each key. */
        final AtomicIntegerArray source = new AtomicIntegerArray(KEYS);

        /** What every later call has to see; published by {@link #calls}. */
        final int[] least = new int[KEYS];

        volatile int calls;
        final List<String> wrong = new ArrayList<>();
        long longestNanos;
        int evictions;
        int shift;

        /** Of the call under way. */
        int key;

        int runs;
        int written;
        Throwable own;

        Diver(World world) {
            this.world = world;
            Template first = Texts.ofFirst(key -> "k:" + key);
            this.writers = List.of(
                    world.evicting(evict(EvictPhase.AFTER_SUCCESS, first)),
                    world.evicting(evict(EvictPhase.ALWAYS, first)),
                    world.putting(put(first)),
                    world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofResult(result -> "k:" + key))));
        }

        /** The first calls link what they use, for which there may be no room later. */
        @Override
        public Void call() throws Exception {
            for (int writer = 0; writer < writers.size(); writer++) {
                write(writer);
                find(writer);
            }
            shift(shift);
            return null;
        }

        private void shift(int frames) {
            if (frames > 0) {
                shift(frames - 1);
            } else {
                dive();
            }
        }

        /** How many frames above the deepest one. */
        private int dive() {
            int height;
            try {
                height = dive() + 1;
            } catch (StackOverflowError end) {
                height = 0;
            }
            if (height < LEVELS) {
                int n = calls;
                key = n % KEYS;
                runs = 0;
                own = null;
                long start = 0;
                try {
                    start = System.nanoTime();
                    write(n / KEYS % writers.size());
                    evictions++;
                    least[key] = written;
                    runs = runs == 1 ? 1 : -2;
                } catch (StackOverflowError end) {
                    if (runs != 0 && own != end) {
                        runs = -1;
                    }
                } catch (Exception e) {
                    wrong.add(e.toString());
                }
                note(start);
                calls = n + 1;
                find(n);
            }
            return height;
        }

        private void note(long start) {
            try {
                longestNanos = Math.max(longestNanos, start == 0 ? 0 : System.nanoTime() - start);
                if (runs < 0) {
                    wrong.add(runs == -1 ? "threw, although the body had returned" : "did not run the body once");
                }
            } catch (StackOverflowError end) {
                return;
            }
        }

        private void write(int writer) throws Exception {
            World.call(writers.get(writer), this::run, key);
        }

        private Object run() {
            try {
                written = source.get(key) + 1;
                String text = Integer.toString(written);
                source.set(key, written);
                runs++;
                return text;
            } catch (StackOverflowError end) {
                own = end;
                throw end;
            }
        }

        private void find(int n) {
            try {
                int wanted = (n + 7) % KEYS;
                Object found = world.read("k:" + wanted, () -> Integer.toString(source.get(wanted)));
                if (Integer.parseInt((String) found) < least[wanted]) {
                    wrong.add("found " + found + " instead of " + least[wanted]);
                }
            } catch (StackOverflowError end) {
                return;
            } catch (Exception e) {
                wrong.add(e.toString());
            }
        }
    }

    /** Reads what was written, again and again. */
    private static final class Reader implements Callable<Void> {

        private final World world;
        private final Diver diver;
        private final List<String> stale = new ArrayList<>();
        private volatile boolean isOver;
        private long longestNanos;

        Reader(World world, Diver diver) {
            this.world = world;
            this.diver = diver;
        }

        @Override
        public Void call() throws Exception {
            while (!isOver) {
                read(Math.floorMod(diver.calls - 1, KEYS));
            }
            return null;
        }

        synchronized void read(int key) throws Exception {
            int calls = diver.calls;
            int least = diver.least[key];
            long start = System.nanoTime();
            Object found = world.read("k:" + key, () -> Integer.toString(diver.source.get(key)));
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
            if (Integer.parseInt((String) found) < least) {
                stale.add("call " + calls + ": " + found + " instead of " + least);
            }
        }
    }
}
