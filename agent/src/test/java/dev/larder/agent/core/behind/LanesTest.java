package dev.larder.agent.core.behind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.behind.BehindWrite.Writer;
import dev.larder.agent.core.config.WriteBehindConfig;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LanesTest {

    private static final Duration GIVE_UP = Duration.ofSeconds(20);
    private static final Object SAVE = new Object();
    private static final Object RENAME = new Object();

    private final FakeTicker ticker = new FakeTicker();
    private final Lanes lanes = lanes(1_000, 1_000_000);

    private static Lanes lanes(int maxEntries, long maxBytes) {
        WriteBehindConfig limits =
                new WriteBehindConfig(maxEntries, maxBytes, 1, Duration.ofSeconds(1), GIVE_UP, Duration.ofSeconds(1));
        return new Lanes(limits, new RetryDelay(new Random(1)));
    }

    private static BehindWrite write(String key, Object method) {
        return new BehindWrite(new EntryId(key, "v1"), new Writer("m", method, null, false), 10, () -> false);
    }

    private BehindWrite added(String key, Object method) {
        BehindWrite write = write(key, method);
        assertThat(lanes.add(write, ticker.nanoTime())).isTrue();
        return write;
    }

    private BehindWrite next() {
        return lanes.next(ticker.nanoTime());
    }

    private boolean done(BehindWrite write) {
        boolean evicts = lanes.wrote(write);
        lanes.settled(write);
        return evicts;
    }

    @Test
    void laterWriteOfTheSameMethod_takesThePlaceOfOneThatWaits() {
        added("a", SAVE);
        BehindWrite newest = added("a", SAVE);
        assertThat(lanes.count()).isEqualTo(1);
        assertThat(next()).isSameAs(newest);
        assertThat(done(newest)).isTrue();
        assertThat(lanes.isEmpty()).isTrue();
    }

    @Test
    void writeThatRuns_keepsItsPlace_andTheNextWaitsForIt() {
        BehindWrite first = added("a", SAVE);
        assertThat(next()).isSameAs(first);
        BehindWrite second = added("a", SAVE);
        assertThat(next()).isNull();
        assertThat(done(first)).as("the next one evicts").isFalse();
        assertThat(next()).isSameAs(second);
    }

    @Test
    void otherMethodOrObject_comesBehind() {
        BehindWrite save = added("a", SAVE);
        BehindWrite rename = added("a", RENAME);
        BehindWrite last = added("a", SAVE);
        for (BehindWrite write : List.of(save, rename, last)) {
            assertThat(next()).isSameAs(write);
            done(write);
        }
    }

    @Test
    void awaitedWrite_isNotReplaced() {
        BehindWrite first = added("a", SAVE);
        first.await();
        added("a", SAVE);
        assertThat(lanes.count()).isEqualTo(2);
        assertThat(next()).isSameAs(first);
    }

    @Test
    void full_refusesAnotherKey_andTakesAReplacement() {
        Lanes small = lanes(1, 1_000_000);
        assertThat(small.add(write("a", SAVE), 0)).isTrue();
        assertThat(small.add(write("b", SAVE), 0)).isFalse();
        assertThat(small.add(write("a", RENAME), 0)).isFalse();
        assertThat(small.add(write("a", SAVE), 0)).isTrue();
    }

    @Test
    void fullOfBytes_refuses() {
        Lanes small = lanes(100, 15);
        assertThat(small.add(write("a", SAVE), 0)).isTrue();
        assertThat(small.add(write("b", SAVE), 0)).isFalse();
        BehindWrite first = small.next(0);
        small.wrote(first);
        small.settled(first);
        assertThat(small.add(write("b", SAVE), 0)).isTrue();
    }

    @Test
    void keyThatFailsSlowly_andIsWaitedFor_restsAsLongAsItsAttemptTook() {
        BehindWrite write = added("a", SAVE);
        for (int i = 0; i < 8; i++) { // then it rests for 2.5 s at least
            assertThat(next()).isSameAs(write);
            lanes.failed(write, new IllegalStateException(), ticker.nanoTime());
            ticker.advance(Duration.ofNanos(lanes.nanosToNext(ticker.nanoTime())));
        }
        Duration attempt = Duration.ofSeconds(2);
        assertThat(next()).isSameAs(write);
        ticker.advance(attempt);
        lanes.failed(write, new IllegalStateException(), ticker.nanoTime());

        lanes.hurry(lanes.of("a"));
        assertThat(next()).isNull();
        assertThat(Duration.ofNanos(lanes.nanosToNext(ticker.nanoTime()))).isEqualTo(attempt);
        BehindWrite other = added("b", SAVE);
        ticker.advance(attempt);
        assertThat(next()).as("before those that nobody waits for").isSameAs(write);
        assertThat(next()).isSameAs(other);
    }

    @Test
    void failure_restsItsKeyAlone_longerEachTime() {
        BehindWrite poison = added("a", SAVE);
        assertThat(next()).isSameAs(poison);
        assertThat(lanes.failed(poison, new IllegalStateException(), ticker.nanoTime()))
                .isTrue();
        BehindWrite other = added("b", SAVE);
        assertThat(next()).isSameAs(other);
        done(other);
        assertThat(next()).isNull();
        long first = lanes.nanosToNext(ticker.nanoTime());
        assertThat(Duration.ofNanos(first)).isBetween(RetryDelay.FIRST.dividedBy(2), RetryDelay.FIRST);

        for (int i = 0; i < 9; i++) {
            ticker.advance(Duration.ofNanos(lanes.nanosToNext(ticker.nanoTime())));
            assertThat(next()).isSameAs(poison);
            lanes.failed(poison, new IllegalStateException(), ticker.nanoTime());
        }
        assertThat(Duration.ofNanos(lanes.nanosToNext(ticker.nanoTime())))
                .isBetween(RetryDelay.LONGEST.dividedBy(2), RetryDelay.LONGEST);
    }

    @Test
    void valueThatFailsTooLong_isGivenUp_andTheNextOfItsKeyRuns() {
        BehindWrite poison = added("a", SAVE);
        assertThat(next()).isSameAs(poison);
        lanes.failed(poison, new IllegalStateException(), ticker.nanoTime());
        BehindWrite behind = added("a", RENAME);
        ticker.advance(GIVE_UP);
        assertThat(next()).isSameAs(poison);
        assertThat(lanes.failed(poison, new IllegalStateException(), ticker.nanoTime()))
                .isFalse();
        lanes.settled(poison);
        assertThat(next()).isSameAs(behind);
        assertThat(done(behind)).isTrue();
    }

    @Test
    void newerValueInThePlaceOfOneThatFails_hasAllTheTimeToItself() {
        BehindWrite poison = added("a", SAVE);
        next();
        lanes.failed(poison, new IllegalStateException(), ticker.nanoTime());
        BehindWrite newer = added("a", SAVE);
        ticker.advance(GIVE_UP);
        assertThat(next()).isSameAs(newer);
        assertThat(lanes.failed(newer, new IllegalStateException(), ticker.nanoTime()))
                .isTrue();
    }

    @Test
    void keyThatACallWaitsFor_comesFirst_andDoesNotRest() {
        BehindWrite resting = added("a", SAVE);
        next();
        lanes.failed(resting, new IllegalStateException(), ticker.nanoTime());
        added("b", SAVE);
        lanes.hurry(lanes.of("a"));
        assertThat(next()).isSameAs(resting);
    }

    @Test
    void age_isThatOfTheOldestValueThatTheSourceLacks() {
        added("a", SAVE);
        ticker.advance(Duration.ofMillis(300));
        added("a", SAVE);
        added("b", SAVE);
        assertThat(lanes.oldestNanos(ticker.nanoTime()))
                .isEqualTo(Duration.ofMillis(300).toNanos());
    }

    /** Against a model that only knows what was accepted: order, nothing lost, one at a time, bounds. */
    @Test
    void anySequence_writesInOrder_losesNothing_andKeepsItsBounds() {
        for (long seed = 1; seed <= 200; seed++) {
            new Model(seed).run();
        }
    }

    private static final class Model {

        private static final int MOST = 12;

        private final String name;
        private final Random random;
        private final FakeTicker ticker = new FakeTicker();
        private final Lanes lanes = lanes(MOST, 10 * MOST);
        private final Map<String, Deque<BehindWrite>> accepted = new HashMap<>();
        private final List<BehindWrite> running = new ArrayList<>();
        private int count;

        Model(long seed) {
            this.name = "seed " + seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < 400; step++) {
                step();
            }
            for (int left = 0; !lanes.isEmpty(); left++) {
                assertThat(left).as(name).isLessThan(1_000);
                ticker.advance(RetryDelay.LONGEST);
                take();
                end(false);
            }
            accepted.values().forEach(writes -> assertThat(writes).as(name).isEmpty());
            assertThat(lanes.count()).as(name).isZero();
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> offer();
                case 3, 4 -> take();
                case 5 -> end(random.nextBoolean());
                case 6 -> ticker.advance(Duration.ofMillis(random.nextInt(500)));
                default -> hurry();
            }
            assertThat(lanes.count()).as(name).isEqualTo(count).isLessThanOrEqualTo(MOST);
        }

        private void offer() {
            BehindWrite write = write("key" + random.nextInt(6), random.nextInt(3) == 0 ? RENAME : SAVE);
            Deque<BehindWrite> of = accepted.computeIfAbsent(write.key(), key -> new ArrayDeque<>());
            BehindWrite last = of.peekLast();
            boolean replaces = last != null && !running.contains(last) && last.isReplaceableBy(write);
            boolean fits = replaces || count < MOST;
            assertThat(lanes.add(write, ticker.nanoTime())).as(name).isEqualTo(fits);
            if (replaces) {
                of.removeLast();
                count--;
            }
            if (fits) {
                of.addLast(write);
                count++;
            }
        }

        private void take() {
            BehindWrite write = lanes.next(ticker.nanoTime());
            if (write != null) {
                assertThat(running).as(name).noneMatch(other -> other.key().equals(write.key()));
                assertThat(accepted.get(write.key()).peekFirst()).as(name).isSameAs(write);
                running.add(write);
            }
        }

        private void end(boolean fails) {
            if (running.isEmpty()) {
                return;
            }
            BehindWrite write = running.remove(random.nextInt(running.size()));
            if (fails && lanes.failed(write, new IllegalStateException(), ticker.nanoTime())) {
                return;
            }
            boolean evicts = !fails && lanes.wrote(write);
            Deque<BehindWrite> of = accepted.get(write.key());
            assertThat(of.removeFirst()).as(name).isSameAs(write);
            assertThat(fails || evicts == of.isEmpty()).as(name).isTrue();
            count--;
            lanes.settled(write);
            assertThat(write.isOver()).as(name).isTrue();
        }

        private void hurry() {
            Lane lane = lanes.of("key" + random.nextInt(6));
            if (lane != null) {
                lanes.hurry(lane);
                if (random.nextBoolean() && lane.last() != null) {
                    lane.last().await();
                }
            }
        }
    }
}
