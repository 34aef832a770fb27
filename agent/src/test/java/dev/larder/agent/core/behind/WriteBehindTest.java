package dev.larder.agent.core.behind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.LogTap;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.behind.BehindWrite.Writer;
import dev.larder.agent.core.config.WriteBehindConfig;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.QuietLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WriteBehindTest {

    private static final Object SAVE = new Object();

    private final List<String> evicted = new CopyOnWriteArrayList<>();
    private final WriteBehind queue = queue(Duration.ofSeconds(20), Duration.ofMinutes(1));
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    private WriteBehind queue(Duration wait, Duration giveUp) {
        WriteBehindConfig limits = new WriteBehindConfig(1_000, 1 << 20, 2, wait, giveUp, Duration.ofSeconds(20));
        return queue(limits);
    }

    /** Its threads are the test's, so that the test sees what they log. */
    private WriteBehind queue(WriteBehindConfig limits) {
        return new WriteBehind(limits, Ticker.system(), new RoomyThreads(), evicted::add, new Random(1), work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
    }

    @AfterEach
    void close() {
        go.countDown();
        callers.shutdownNow();
    }

    private static BehindWrite write(String key, Body body) {
        return new BehindWrite(
                new EntryId(key, "v1", List.of("tag of " + key)),
                new Writer("Shop.save(Item)", SAVE, null, false),
                1,
                () -> {
                    body.run();
                    return false;
                });
    }

    private boolean offer(String key, Body body) {
        return queue.offer(write(key, body));
    }

    /** An attempt that leaves open what the cache has. */
    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    private void hold() throws InterruptedException {
        running.countDown();
        go.await();
    }

    private void awaitEmpty() {
        await().until(queue::isEmpty);
    }

    @Test
    void entry_isEvictedAfterTheLastWriteOfItsKey_andOnlyThen() throws Exception {
        assertThat(offer("a", this::hold)).isTrue();
        running.await();
        offer("a", () -> assertThat(evicted).isEmpty());
        go.countDown();
        awaitEmpty();
        assertThat(evicted).containsExactly("a");
    }

    @Test
    void entryThatHasTheWrittenValue_stays() {
        queue.offer(new BehindWrite(new EntryId("a", "v1"), new Writer("m", SAVE, null, false), 1, () -> true));
        awaitEmpty();
        assertThat(evicted).isEmpty();
    }

    @Test
    @Expects(Message.BEHIND_FAILED)
    void bodyThatThrows_runsAgain_andOthersAreNotHeldUp() {
        AtomicInteger attempts = new AtomicInteger();
        offer("poison", () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new IllegalStateException("not yet");
            }
        });
        AtomicBoolean other = new AtomicBoolean();
        offer("other", () -> other.set(true));
        awaitEmpty();
        assertThat(attempts).hasValue(4);
        assertThat(other).isTrue();
        assertThat(queue.counts().failures()).isEqualTo(3);
        queue.resetCounts();
        assertThat(queue.counts().failures()).isZero();
    }

    @Test
    @Expects({Message.BEHIND_FAILED, Message.BEHIND_LOST})
    void valueThatCannotBeWritten_isEvicted_andCounted() {
        WriteBehind hasty = queue(Duration.ofSeconds(1), Duration.ofMillis(1));
        hasty.offer(write("poison", () -> {
            throw new IllegalStateException("never");
        }));
        await().until(hasty::isEmpty);
        assertThat(evicted).containsExactly("poison");
        assertThat(hasty.counts().lost()).isEqualTo(1);
    }

    @Test
    void lostValue_isReportedWithItsKey_unlessThatIsSecret() {
        BehindReports reports = new BehindReports(WriteBehindConfig.defaults(), Ticker.system());
        List<String> lines = new CopyOnWriteArrayList<>();
        LogTap.open((line, cause) -> lines.add(line.text()));
        try {
            for (boolean hidesKeys : new boolean[] {false, true}) {
                Writer writer = new Writer("Shop.save(Item)", SAVE, null, hidesKeys);
                BehindWrite lost = new BehindWrite(new EntryId("shop:7", "v1"), writer, 1, () -> false);
                reports.lost(lost, new IllegalStateException("the value itself"));
            }
        } finally {
            QuietLog.listen();
        }
        assertThat(lines.get(0))
                .contains("the value of the key shop:7: its body threw java.lang.IllegalStateException");
        assertThat(lines.get(1))
                .contains("the value of the key of a sensitive method")
                .doesNotContain("shop:7");
        assertThat(lines).noneMatch(line -> line.contains("the value itself"));
        assertThat(reports.lost()).isEqualTo(2);
    }

    @Test
    void callThatMustComeAfter_waitsForTheKeysItCovers_andNotForOthers() throws Exception {
        offer("a", this::hold);
        running.await();
        queue.awaitWritten(Set.of("b"), null);
        Future<?> waiting = callers.submit(() -> queue.awaitWritten(Set.of("a"), null));
        assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        Future<?> all = callers.submit(() -> queue.awaitWritten(Set.of(), write -> true));
        go.countDown();
        all.get(20, TimeUnit.SECONDS);
        queue.awaitWritten(Set.of("a"), null);
        assertThat(evicted).contains("a");
    }

    @Test
    void callThatMustComeAfter_isNotStarvedByLaterWrites() throws Exception {
        offer("a", this::hold);
        running.await();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch second = new CountDownLatch(1);
        offer("a", second::countDown);
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            queue.awaitWritten(Set.of("a"), null);
            return true;
        });
        Thread waiter = new Thread(waiting);
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        Future<?> writer = callers.submit(() -> {
            for (int i = 0; i < 1_000_000 && !stop.get(); i++) {
                offer("a", () -> {});
                Thread.onSpinWait();
            }
        });
        go.countDown();
        waiting.get(20, TimeUnit.SECONDS);
        stop.set(true);
        writer.get(20, TimeUnit.SECONDS);
        assertThat(second.getCount()).isZero();
    }

    @Test
    void callThatMustComeAfter_waitsWhileInterrupted_andStaysInterrupted() throws Exception {
        offer("a", this::hold);
        running.await();
        Future<Boolean> waiting = callers.submit(() -> {
            Thread.currentThread().interrupt();
            queue.awaitWritten(Set.of("a"), null);
            return Thread.interrupted();
        });
        go.countDown();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Expects(Message.BEHIND_FAILED)
    void callThatMustComeAfterAFailingWrite_triesItAtOnce_andGetsItsFailure() {
        IllegalArgumentException theirs = new IllegalArgumentException("constraint");
        AtomicInteger attempts = new AtomicInteger();
        offer("a", () -> {
            attempts.incrementAndGet();
            throw theirs;
        });
        await().until(() -> queue.stateOf("a") == WriteBehind.State.FAILING);
        for (int i = 0; i < 12; i++) { // rests for longer and longer
            assertThatThrownBy(() -> queue.awaitWritten(Set.of("a"), null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was not run")
                    .hasCause(theirs);
        }
        assertThat(attempts.get()).isGreaterThanOrEqualTo(12);
    }

    @Test
    void callThatMustComeAfter_givesUpInTime() throws Exception {
        WriteBehind impatient = queue(Duration.ofMillis(20), Duration.ofMinutes(1));
        impatient.offer(write("a", this::hold));
        running.await();
        assertThatThrownBy(() -> impatient.awaitWritten(Set.of("a"), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("larder.write-behind.wait (20 ms)");
    }

    @Test
    void bodyThatWritesItsOwnKey_doesNotWaitForItself_andIsNotQueued() {
        AtomicBoolean queued = new AtomicBoolean(true);
        offer("a", () -> {
            queued.set(offer("a", () -> {}));
            queue.awaitWritten(Set.of("a"), null);
            queue.awaitWritten(Set.of(), write -> true);
        });
        awaitEmpty();
        assertThat(queued).isFalse();
        assertThat(queue.counts().failures()).isZero();
    }

    @Test
    void bodyThatInterruptsItsThread_doesNotDisturbTheNext() {
        AtomicBoolean interrupted = new AtomicBoolean();
        for (int i = 0; i < 8; i++) {
            offer("key" + i, () -> {
                interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
                Thread.currentThread().interrupt();
            });
        }
        awaitEmpty();
        assertThat(interrupted).isFalse();
    }

    @Test
    void end_waitsForAllWrites_andRefusesFurtherOnes() throws Exception {
        Set<String> written = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 200; i++) {
            String key = "key" + i;
            offer(key, () -> written.add(key));
        }
        queue.drain();
        assertThat(written).hasSize(200);
        assertThat(offer("late", () -> {})).isFalse();
    }

    @Test
    @Expects({Message.BEHIND_LEFT})
    void end_waitsNoLongerThanItsLimit() throws Exception {
        WriteBehindConfig limits = new WriteBehindConfig(
                10, 1_000, 1, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMillis(20));
        WriteBehind hasty = queue(limits);
        hasty.offer(write("a", this::hold));
        running.await();
        hasty.drain();
        assertThat(hasty.counts().lost()).isEqualTo(1);
    }

    @Test
    void manyThreads_writeInOrderForEachKey_andTheLastValueOfEach() throws Exception {
        Map<String, Integer> source = new ConcurrentHashMap<>();
        AtomicInteger disorder = new AtomicInteger();
        Future<?>[] all = new Future<?>[4];
        for (int t = 0; t < all.length; t++) {
            String prefix = "thread" + t + "-";
            all[t] = callers.submit(() -> {
                for (int i = 0; i < 5_000; i++) {
                    String key = prefix + i % 10;
                    int value = i;
                    assertThat(offer(
                                    key,
                                    () -> source.merge(key, value, (old, now) -> {
                                        disorder.addAndGet(old < now ? 0 : 1);
                                        return now;
                                    })))
                            .isTrue();
                }
            });
        }
        for (Future<?> each : all) {
            each.get(30, TimeUnit.SECONDS);
        }
        awaitEmpty();
        assertThat(disorder).hasValue(0);
        assertThat(source).hasSize(40);
        source.forEach((key, value) ->
                assertThat(value).isEqualTo(4_990 + Integer.parseInt(key.substring(key.indexOf('-') + 1))));
    }

    /** Each would wait for the other, time after time, until both are given up. */
    @Test
    void bodiesThatEvictEachOthersEntries_areBothDone() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger runs = new AtomicInteger();
        Body evictsAll = () -> {
            runs.incrementAndGet();
            both.countDown();
            both.await();
            queue.awaitWritten(Set.of(), write -> true);
        };
        offer("a", evictsAll);
        offer("b", evictsAll);
        awaitEmpty();
        assertThat(runs).hasValue(2);
        assertThat(queue.counts().failures()).isZero();
    }

    /** All threads wait in bodies for a write that none of them is left to do. */
    @Test
    @Expects(Message.BEHIND_FAILED)
    void bodiesThatWaitForAnEarlierWrite_haveAnotherThreadDoIt() throws Exception {
        WriteBehind narrow = queue(new WriteBehindConfig(
                1_000, 1 << 20, 1, Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(20)));
        CountDownLatch failed = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        narrow.offer(write("a", () -> {
            if (attempts.incrementAndGet() == 1) {
                failed.countDown();
                throw new IllegalStateException("not yet");
            }
        }));
        failed.await();
        narrow.offer(write("b", () -> narrow.awaitWritten(Set.of("a"), null)));
        await().until(narrow::isEmpty);
        assertThat(narrow.counts().failures()).isEqualTo(1);
    }

    @Test
    @Expects(Message.BEHIND_LEFT)
    void writesThatAreLeftAtTheEnd_areNamed_andLaterOnesAreRefused() throws Exception {
        WriteBehind hasty = queue(new WriteBehindConfig(
                1_000, 1 << 20, 1, Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMillis(10)));
        assertThat(queue.drain()).isEmpty();
        assertThat(offer("late", () -> {})).isFalse();
        hasty.offer(write("a", this::hold));
        running.await();
        hasty.offer(write("b", () -> {}));
        assertThat(hasty.drain()).containsExactlyInAnyOrder("a", "b");
    }
}
