package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.HeldIoThread;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that Redis does not answer in time, or refuses: how long they take, and what they leave behind. */
final class GivenUpCallsTest extends RealRedisStore {

    private int budgetsSpent;

    @Test
    void calls_frozenRedis_endWithTheBudget() throws Exception {
        Lease lease = grant("k", V1);
        server.pause();
        try {
            assertEndsWithTheBudget(b -> store.lookup(new EntryId("k", V1), b));
            assertEndsWithTheBudget(b -> store.claim(new EntryId("k", V1), b));
            assertEndsWithTheBudget(b -> store.evict(Eviction.ofKey("k"), b));
            assertEndsWithTheBudget(b -> lease.store(CacheStoreContract.entry("v"), 1_000, b));
            assertEndsWithTheBudget(lease::release);
        } finally {
            server.resume();
        }
        assertThat(listener.events()).hasSize(budgetsSpent).allMatch(e -> e.equals("unanswered"));
    }

    /** A stall shorter than a lease must not cost as much as one. */
    @Test
    void claim_givenUp_leavesNoLeaseBehind() throws StoreException {
        server.pause();
        try {
            assertThatThrownBy(() -> store.claim(new EntryId("k", V1), millis(50)))
                    .isInstanceOf(StoreException.class);
        } finally {
            server.resume();
        }
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    /** Nobody waits for the release, so nobody would hear that Redis does not know the script. */
    @Test
    void claim_givenUpWhileTheReleaseIsUnknown_leavesNoLeaseBehind() throws StoreException {
        server.command("SCRIPT", "FLUSH");
        claim("teaches the claim", V1);
        server.pause();
        try {
            assertThatThrownBy(() -> store.claim(new EntryId("k", V1), millis(50)))
                    .isInstanceOf(StoreException.class);
        } finally {
            server.resume();
        }
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    @Expects(Message.COMMAND_REFUSED)
    void h81_storeRefusedByAFullRedis_leavesNoLeaseBehind() throws StoreException {
        Lease lease = grant("k", V1);
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), budget()))
                    .hasMessageContaining("OOM");
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    /** Its look-ups have used up the call's time, and its body may have taken long: later callers are to find the value. */
    @Test
    void f18_storeWithoutTimeLeft_isSentAllTheSame() throws StoreException {
        Lease lease = grant("k", V1);
        assertThatThrownBy(() -> lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), millis(0)))
                .hasMessageContaining("sent without waiting");
        store.check(budget());
        assertThat(text("k", V1)).isEqualTo("v");
    }

    /** So it is on a busy machine: the thread that writes to Redis comes to the processor after the caller has given up. */
    @Test
    void f18_storeGivenUpBeforeItWasWritten_isWrittenAllTheSame() throws StoreException {
        Lease lease = grant("k", V1);
        HeldIoThread thread = HeldIoThread.of(connector::readArrived);
        try {
            assertThatThrownBy(() -> lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), millis(30)))
                    .isInstanceOf(StoreException.class);
        } finally {
            thread.close();
        }
        store.check(budget());
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    void f18_storeWithoutTimeLeft_afterAnEviction_isRefused() throws StoreException {
        Lease lease = grant("k", V1);
        store.evict(Eviction.ofKey("k"), budget());
        assertThatThrownBy(() -> lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), millis(0)))
                .isInstanceOf(StoreException.class);
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void f18_releaseWithoutTimeLeft_letsTheNextLoaderIn() throws StoreException {
        Lease lease = grant("k", V1);
        lease.release(millis(0));
        store.check(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void calls_ofOneBudget_shareIt() throws Exception {
        server.pause();
        try {
            assertTakesTheBudget(budget -> {
                for (int i = 0; i < 5; i++) {
                    assertThatThrownBy(() -> store.lookup(new EntryId("k", V1), budget))
                            .isInstanceOf(StoreException.class);
                }
            });
        } finally {
            server.resume();
        }
        assertThat(listener.events()).hasSize(budgetsSpent);
    }

    private void assertTakesTheBudget(Call calls) throws Exception {
        Duration atBest = Took.atBest(Duration.ofMillis(250), () -> {
            budgetsSpent++;
            calls.with(millis(100));
        });
        assertThat(atBest).isBetween(Duration.ofMillis(90), Duration.ofMillis(250));
    }

    @Test
    void calls_interruptedWhileWaiting_waitOnAndKeepTheFlag() {
        server.pause();
        try {
            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            assertThatThrownBy(() -> store.lookup(new EntryId("k", V1), millis(100)))
                    .isInstanceOf(StoreException.class);
            assertThat(millisSince(start)).isGreaterThanOrEqualTo(90);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            server.resume();
        }
    }

    /** The store was given up by its caller and is delivered after somebody else's eviction and reload. */
    @Test
    void h67_storeDeliveredAfterANewerEvict_isRefused() throws StoreException {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            RedisConnector far = connectorTo(proxy.url());
            try {
                RemoteStore farStore = far.connect(new RecordingListener());
                Lease late = ((Claim.Granted) farStore.claim(new EntryId("k", V1), budget())).lease();
                server.command("CONFIG", "RESETSTAT");
                proxy.hold(FaultProxy.Direction.TO_SERVER);
                assertThatThrownBy(() -> late.store(CacheStoreContract.entry("old"), LONG.toMillis(), millis(100)))
                        .isInstanceOf(StoreException.class);
                store.evict(Eviction.ofKey("k"), budget());
                put("k", V1, "new");
                long before = scriptsSeenByServer();
                proxy.heal(); // the store, the look at the version behind it, and the release of what was given up
                await().atMost(Duration.ofSeconds(5)).until(() -> scriptsSeenByServer() == before + 3);
                assertThat(text("k", V1)).isEqualTo("new");
            } finally {
                far.close();
            }
        }
    }

    private void assertEndsWithTheBudget(Call call) throws Exception {
        assertTakesTheBudget(
                budget -> assertThatThrownBy(() -> call.with(budget)).isInstanceOf(StoreException.class));
    }

    /** One call to a store. */
    private interface Call {
        void with(Budget budget) throws StoreException;
    }

    private static long millisSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }
}
