package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.Verb;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that read from a replica half a second behind, in several processes that all load right after an eviction. */
final class HoldOffIT {

    private static final Duration LAG = Duration.ofMillis(500);
    private static final Duration HOLD_OFF = Duration.ofSeconds(1);

    private static final String KEY = "lag.p";
    private static final String GROUP = "lag.g";
    private static final String IN_GROUP = "lag.g.1";

    private static RedisServer redis;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    @Test
    void h73_replicaLagsAndLoadsAreHeldOff_noOldValueIsCachedAfterwards() throws Exception {
        for (String url : List.of(redis.url(), "")) {
            try (Fleet fleet = fleet(url, "-Dlarder.hold-off=" + HOLD_OFF.toMillis() + "ms")) {
                assertThat(readsAfterHoldOff(fleet, Order.read(KEY), Order.change(Verb.UPDATE, KEY)))
                        .containsOnly(1L);
                assertThat(readsAfterHoldOff(
                                fleet,
                                Order.readTagged(IN_GROUP, GROUP),
                                Order.changeAll(Verb.UPDATE_GROUP, GROUP, Set.of(IN_GROUP))))
                        .containsOnly(1L);
            }
        }
    }

    /** Shows that the test above can fail. */
    @Test
    void h73_replicaLagsAndNothingIsHeldOff_oldValueIsCached() throws Exception {
        try (Fleet fleet = fleet(redis.url())) {
            assertThat(readsAfterHoldOff(fleet, Order.read(KEY), Order.change(Verb.UPDATE, KEY)))
                    .containsOnly(0L);
        }
    }

    private static Fleet fleet(String url, String... options) throws Exception {
        redis.flush();
        boolean isShared = !url.isEmpty();
        return Fleet.startIn(
                isShared ? "REDIS" : "MEMORY", isShared ? 3 : 1, worker -> url, new LaggingReplica(LAG), options);
    }

    /** Has an entry, changes it, reads all the time until nothing is held off any more, and returns what is read then. */
    private static List<Long> readsAfterHoldOff(Fleet fleet, Order read, Order change) {
        everyWorker(fleet, read);
        fleet.traffic().call(fleet.worker(0), change);
        long changedNanos = System.nanoTime();
        await().atMost(HOLD_OFF.multipliedBy(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    long sentNanos = System.nanoTime();
                    everyWorker(fleet, read);
                    return sentNanos - changedNanos > HOLD_OFF.toNanos();
                });
        return everyWorker(fleet, read);
    }

    private static List<Long> everyWorker(Fleet fleet, Order read) {
        List<Long> versions = new ArrayList<>();
        for (Worker worker : fleet.workers()) {
            versions.add(fleet.traffic().call(worker, read));
        }
        return versions;
    }
}
