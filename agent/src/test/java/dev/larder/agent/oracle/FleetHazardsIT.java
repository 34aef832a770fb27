package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hazards that need several processes which stop, die and load at just the wrong moment. */
final class FleetHazardsIT {

    /**
     * These tests count runs of bodies. On a machine with fewer cores than processes a call can starve for longer than
     * the default of 100 ms, and a call that Redis has not answered in time rightly runs its body.
     */
    private static final String PATIENT = "-Dlarder.redis.timeout=5s";

    /** As the hazard asks for in the soak; few enough to start in no time otherwise. */
    private static final int PROCESSES = Effort.isSoak() ? 20 : 4;

    private static final int THREADS = 50;
    private static final Duration BODY = Duration.ofMillis(500);

    private static RedisServer redis;

    private final HeldDesk desk = new HeldDesk();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    @Test
    void h58_coldKeyInManyProcesses_bodyRunsOnce() throws Exception {
        try (Fleet fleet = fleet(PROCESSES, PATIENT, "-Dlarder.load.lease=20s")) {
            List<CompletableFuture<Long>> calls = everyThreadReads(fleet, "cold.1");

            Question body = desk.next();
            afterA(BODY);
            body.answer();
            desk.open();

            assertThat(results(calls)).hasSize(PROCESSES * THREADS).containsOnly(0L);
            assertThat(desk.asked()).isEqualTo(1);
        }
    }

    @Test
    void h58_redisIsDown_bodyRunsOncePerProcess() throws Exception {
        try (RedisServer down = RedisServer.stopped();
                Fleet fleet = Fleet.startIn("MEMORY", PROCESSES, worker -> down.url(), desk, PATIENT)) {
            List<CompletableFuture<Long>> calls = everyThreadReads(fleet, "cold.2");

            List<Question> bodies = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                bodies.add(desk.next());
            }
            afterA(BODY);
            bodies.forEach(Question::answer);
            desk.open();

            assertThat(results(calls)).hasSize(PROCESSES * THREADS).containsOnly(0L);
            assertThat(bodies).extracting(Question::worker).doesNotHaveDuplicates();
            assertThat(desk.asked()).isEqualTo(PROCESSES);
        }
    }

    @Test
    void h58_holderIsKilled_nextOneRunsTheBodyWhenTheLeaseIsOver() throws Exception {
        Duration lease = Duration.ofSeconds(3);
        Duration prompt = lease.plusSeconds(1);
        AtomicInteger tries = new AtomicInteger();
        assertThat(Took.shortest(prompt, () -> takenOverAfter("killed." + tries.incrementAndGet(), lease)))
                .isLessThan(prompt);
    }

    private Duration takenOverAfter(String key, Duration lease) throws Exception {
        int asked = desk.asked();
        try (Fleet fleet = fleet(3, PATIENT, "-Dlarder.load.lease=" + lease.toSeconds() + "s")) {
            fleet.traffic().start(fleet.worker(0), Order.read(key));
            desk.next();
            long grantedNanos = System.nanoTime();
            afterA(lease.dividedBy(2)); // the others begin later, so that their patience outlasts the lease
            List<CompletableFuture<Long>> waiters = new ArrayList<>();
            waiters.add(fleet.traffic().start(fleet.worker(1), Order.read(key)));
            waiters.add(fleet.traffic().start(fleet.worker(2), Order.read(key)));

            fleet.worker(0).kill();
            Question second = desk.next();
            Duration after = Duration.ofNanos(System.nanoTime() - grantedNanos);
            second.answer();

            assertThat(results(waiters)).containsOnly(0L);
            assertThat(after).isGreaterThanOrEqualTo(lease.minus(Duration.ofMillis(100)));
            assertThat(desk.asked() - asked).isEqualTo(2);
            return after;
        }
    }

    @Test
    void h59_holderPausedPastItsLease_storeIsRefusedAndTheValueStays() throws Exception {
        try (Fleet fleet = fleet(3, PATIENT, "-Dlarder.load.lease=1s")) {
            CompletableFuture<Long> paused = fleet.traffic().start(fleet.worker(0), Order.read("paused"));
            Question old = desk.next();
            fleet.worker(0).pause();
            fleet.traffic().write("paused");

            CompletableFuture<Long> next = fleet.traffic().start(fleet.worker(1), Order.read("paused"));
            desk.next().answer();
            assertThat(results(List.of(next))).containsExactly(1L);
            old.answer();
            fleet.worker(0).resume();

            assertThat(results(List.of(paused))).as("what its own body read").containsExactly(0L);
            for (Worker worker : fleet.workers()) {
                assertThat(fleet.traffic().call(worker, Order.read("paused"))).isEqualTo(1);
            }
            assertThat(desk.asked()).isEqualTo(2);
        }
    }

    @Test
    void h72_processStopsForLongerThanAnEntryLives_entryIsOverWhenItGoesOn() throws Exception {
        try (Fleet shared = fleet(2, PATIENT);
                Fleet alone = Fleet.startIn("MEMORY", 1, worker -> "", desk, PATIENT)) {
            for (Fleet fleet : List.of(shared, alone)) {
                assertThatAPauseCountsAsTime(fleet, fleet.worker(fleet.size() - 1));
            }
        }
    }

    private void assertThatAPauseCountsAsTime(Fleet fleet, Worker worker) throws Exception {
        Order read = Order.readShort("pause.of." + fleet.size());
        CompletableFuture<Long> first = fleet.traffic().start(fleet.worker(0), read);
        desk.next().answer();
        results(List.of(first));
        int asked = desk.asked();
        assertThat(fleet.traffic().call(worker, read)).isZero();
        assertThat(desk.asked()).as("it was a hit").isEqualTo(asked);
        fleet.traffic().write(read.key());

        worker.pause();
        afterA(Effort.isSoak() ? Duration.ofSeconds(30) : Duration.ofMillis(3_200));
        worker.resume();
        CompletableFuture<Long> next = fleet.traffic().start(worker, read);
        desk.next().answer();

        assertThat(results(List.of(next))).containsExactly(1L);
    }

    @Test
    void h61_manyEntriesStoredTogether_endApartAndNoneLate() throws Exception {
        try (Fleet fleet = Fleet.startIn("REDIS", 1, worker -> redis.url(), Question::answer, PATIENT)) {
            redis.flush();
            List<CompletableFuture<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                calls.add(fleet.traffic().start(fleet.worker(0), Order.read("together." + i)));
            }
            results(calls);

            List<Long> secondsLeft = secondsLeft();

            assertThat(secondsLeft).hasSize(1_000).allMatch(seconds -> seconds <= 600);
            assertThat(Collections.max(secondsLeft) - Collections.min(secondsLeft))
                    .as("apart, of a tenth of 600 s")
                    .isBetween(50L, 65L);
        }
    }

    private static List<Long> secondsLeft() {
        Object answer = redis.command("EVAL", """
                local left = {}
                for _, key in ipairs(redis.call('KEYS', '*together*')) do
                    left[#left + 1] = math.ceil(redis.call('PTTL', key) / 1000)
                end
                return left
                """, "0");
        return ((List<?>) answer).stream().map(Long.class::cast).toList();
    }

    private Fleet fleet(int workers, String... options) throws Exception {
        return Fleet.startIn("REDIS", workers, worker -> redis.url(), desk, options);
    }

    /** First a warm-up, so that threads, classes and scripts are there when it counts. */
    private static List<CompletableFuture<Long>> everyThreadReads(Fleet fleet, String key) {
        results(send(fleet, "warm-up.storm"));
        return send(fleet, key);
    }

    private static List<CompletableFuture<Long>> send(Fleet fleet, String key) {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            for (Worker worker : fleet.workers()) {
                calls.add(fleet.traffic().start(worker, Order.read(key)));
            }
        }
        return calls;
    }

    private static List<Long> results(List<CompletableFuture<Long>> calls) {
        return calls.stream()
                .map(call -> call.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();
    }

    /** Time that has to pass, for leases and lives are counted in it. */
    private static void afterA(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
