package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.connection.Rest;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.FakeRemote;
import dev.larder.agent.fixtures.FakeSchedule;
import dev.larder.agent.fixtures.FakeTicker;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a process sends to Redis when nothing is called, and when Redis' clock is set back; minutes pass at once. */
final class IdleTest {

    private static final Duration BEAT = Duration.ofMillis(300);

    private final FakeTicker ticker = new FakeTicker();
    private final FakeSchedule schedule = new FakeSchedule(ticker);
    private final FakeRemote remote = new FakeRemote();

    @AutoClose
    private final FailoverStore store = connected(schedule);

    private FailoverStore connected(FakeSchedule on) {
        FailoverStore made = FailoverStore.over(
                new Connector(),
                () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), ticker),
                RedisConfig.disabled(),
                on,
                ticker);
        made.start();
        on.run();
        assertThat(made.status().mode()).isEqualTo(Mode.REDIS);
        return made;
    }

    private int commands() {
        return remote.pings.get() + 3 * remote.checks.get() + 3 * remote.looks.get();
    }

    private void rest() {
        int before = remote.pings.get();
        schedule.advance(Duration.ofSeconds(70));
        assertThat(remote.pings.get()).isGreaterThan(before);
    }

    private void call() throws StoreException {
        store.lookup(new EntryId("k", "f"), new Budget(ticker, Duration.ofSeconds(1)));
    }

    @Test
    void i13_nothingIsCalled_atMostTwoCommandsAMinute() {
        rest();
        for (int minute = 0; minute < 60; minute++) {
            int before = commands();
            schedule.advance(Duration.ofMinutes(1));
            assertThat(commands() - before).isBetween(1, 2);
        }
    }

    @Test
    void i13_processesThatRest_doNotBeatInStep() {
        Set<Duration> pauses = new HashSet<>();
        for (int process = 0; process < 10; process++) {
            FakeTicker own = new FakeTicker();
            FakeSchedule its = new FakeSchedule(own);
            try (FailoverStore one = FailoverStore.over(
                    new Connector(),
                    () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), own),
                    RedisConfig.disabled(),
                    its,
                    own)) {
                one.start();
                its.advance(Duration.ofMinutes(1));
                int before = remote.pings.get();
                Duration pause = Duration.ZERO;
                while (remote.pings.get() == before && pause.compareTo(Rest.LONGEST) <= 0) {
                    its.advance(BEAT);
                    pause = pause.plus(BEAT);
                }
                pauses.add(pause);
            }
        }
        assertThat(pauses).hasSizeGreaterThan(5);
    }

    @Test
    void i13_beatOfAHeartbeatThatRests_isOneCommand() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisConnector connector =
                        RedisConnector.create(Configs.over(server.url()), Ticker.system(), nanos -> {});
                RemoteStore real = connector.connect(new RecordingListener())) {
            long before = commandsOf(server);
            real.ping(new Budget(Ticker.system(), Duration.ofSeconds(5)));

            assertThat(commandsOf(server) - before)
                    .as("the PING, and the INFO of this test")
                    .isEqualTo(2);
        }
    }

    private static long commandsOf(RedisServer server) {
        return String.valueOf(server.command("INFO", "stats"))
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .sum();
    }

    @Test
    void h76_firstCallAfterARest_bringsACheckAtOnce() throws StoreException {
        rest();
        int checks = remote.checks.get();
        int looks = remote.looks.get();

        call();
        schedule.run();

        assertThat(remote.checks).hasValue(checks + 1);
        assertThat(remote.looks).hasValue(looks + 1);
    }

    @Test
    void h76_evictionOrALookForACopyAfterARest_bringsACheckAtOnce() throws StoreException {
        rest();
        int checks = remote.checks.get();
        store.evict(Eviction.ofKey("k"), new Budget(ticker, Duration.ofSeconds(1)));
        schedule.run();
        assertThat(remote.checks).hasValue(checks + 1);

        rest();
        checks = remote.checks.get();
        store.near();
        schedule.run();
        assertThat(remote.checks).hasValue(checks + 1);
    }

    @Test
    void h76_aCallEveryFewSeconds_keepsTheHeartbeat() throws StoreException {
        for (int i = 0; i < 20; i++) {
            call();
            int before = remote.checks.get();
            schedule.advance(Duration.ofSeconds(6));
            assertThat(remote.checks.get() - before).isGreaterThanOrEqualTo(19);
        }
        assertThat(remote.pings).hasValue(0);
    }

    /** Dashboards look every few seconds. */
    @Test
    void i13_operatorsLook_theHeartbeatRests() {
        rest();
        int checks = remote.checks.get();
        for (int i = 0; i < 20; i++) {
            store.status();
            store.nearEntries();
            store.standbyEntries();
            store.memoryEntries();
            store.usedMemoryBytes();
            schedule.advance(Duration.ofSeconds(5));
        }
        assertThat(remote.checks).hasValue(checks);
    }

    @Test
    @Expects(Message.CLOCK_SET_BACK)
    void h72_clockSetBackByAnHour_everythingIsEvictedOnce() throws StoreException {
        call();
        remote.clockOffsetMillis -= Duration.ofHours(1).toMillis();
        schedule.advance(Duration.ofSeconds(2));
        assertThat(remote.renewals).hasValue(1);

        call();
        schedule.advance(Duration.ofSeconds(5));
        assertThat(remote.renewals).hasValue(1);
    }

    /** Entries end early then, and leases as well. */
    @Test
    void h72_clockSetForwardOrALittleBack_nothingIsEvicted() throws StoreException {
        for (Duration step : new Duration[] {Duration.ofHours(1), Duration.ofSeconds(-20)}) {
            call();
            remote.clockOffsetMillis += step.toMillis();
            schedule.advance(Duration.ofSeconds(2));
        }
        assertThat(remote.renewals).hasValue(0);
    }

    /** Stopped by a debugger, say, between the answer of Redis and the moment at which it was read. */
    @Test
    void h72_processStoodStillDuringACheck_nothingIsEvicted() throws StoreException {
        call();
        remote.clockOffsetMillis -= Duration.ofHours(1).toMillis();
        remote.clockDoubtMillis = Duration.ofHours(1).toMillis();
        schedule.advance(Duration.ofSeconds(2));
        remote.clockOffsetMillis += Duration.ofHours(1).toMillis();
        remote.clockDoubtMillis = 0;
        call();
        schedule.advance(Duration.ofSeconds(2));
        assertThat(remote.renewals).hasValue(0);
    }

    @Test
    @Expects(Message.CLOCK_SET_BACK)
    void h72_clockSetBackWhileThisProcessRests_isSeenWithTheFirstCall() throws StoreException {
        rest();
        remote.clockOffsetMillis -= Duration.ofHours(1).toMillis();
        call();
        schedule.run();

        assertThat(remote.renewals).hasValue(1);
    }

    private final class Connector implements RemoteConnector {

        @Override
        public RemoteStore connect(RemoteListener listener) {
            return remote.newConnection();
        }

        @Override
        public RemoteStore connectToEvict(RemoteListener listener, Budget budget) {
            return remote.newConnection();
        }

        @Override
        public CompletionStage<?> readArrived() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public String address() {
            return "fake://remote";
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
