package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.connection.Reasons;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.FakeRemote;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnnouncerTest {

    private final FakeTicker ticker = new FakeTicker();
    private final List<String> lines = new ArrayList<>();
    private final Announcer announcer = new Announcer(ticker, this::log);
    private final Reasons reasons = new Reasons("redis://cache:6379", Duration.ofMillis(100));
    private final RemoteStore remote = new FakeRemote().newConnection();
    private final Phases phases = new Phases(
            Mode.INITIALIZING,
            "starting",
            () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), ticker),
            ticker,
            () -> Instant.EPOCH,
            announcer::tell);

    private void log(LogLine line) {
        lines.add(line.message().level() + " " + line);
    }

    private void fail(String reason) {
        phases.unreachable(reason);
        announcer.tellReason(reason);
    }

    @Test
    void f17_oneReasonAgainAndAgain_isOneLine() {
        for (int i = 0; i < 100; i++) {
            fail("cannot be reached: Connection refused");
            ticker.advance(Duration.ofSeconds(1));
        }
        assertThat(lines).singleElement().asString().contains("Connection refused");
    }

    @Test
    void f17_anotherReason_isALineOfItsOwn() {
        fail("cannot be reached: Connection refused");
        fail("cannot be reached: LOADING Redis is loading the dataset in memory");
        fail("cannot be used: WRONGPASS");
        fail("cannot be used: WRONGPASS");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("LOADING");
        assertThat(lines.get(2)).contains("WRONGPASS", "Larder goes on trying");
    }

    @Test
    void f17_twoReasonsThatTakeTurns_areOneLineEachInAMinute() {
        for (int i = 0; i < 25; i++) {
            fail("reset");
            fail("refused");
            ticker.advance(Duration.ofSeconds(2));
        }
        assertThat(lines).hasSize(2);
        ticker.advance(Duration.ofMinutes(1));
        fail("reset");
        assertThat(lines).hasSize(3);
    }

    /** A frozen Redis is met by calls, by checks and by attempts to connect: that is one thing. */
    @Test
    void f17_lateAnswersOfEveryKind_areOneLine() {
        phases.recover(remote, "answers");
        lines.clear();
        phases.withdraw(remote, reasons.tooSlow("most commands of late were not answered in time"));
        phases.hold(remote, reasons.tooSlow("a read and a script took 302 ms"));
        announcer.tellReason(reasons.tooSlow("a read and a script took 302 ms"));
        phases.leave(remote, reasons.silent("PING was not answered in time"));
        fail(reasons.silent("no connection in time"));
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARN Redis at redis://cache:6379 does not answer in time");
    }

    /** As many as there are in a minute, a few are said. */
    @Test
    void h55_redisThatComesAndGoes_isSaidFewerThanTenTimesAMinute() {
        phases.recover(remote, "answers");
        for (int i = 0; i < 30; i++) {
            phases.leave(remote, "lost");
            ticker.advance(Duration.ofSeconds(1));
            phases.recover(remote, "answers");
            phases.trust(remote, "answers");
            ticker.advance(Duration.ofSeconds(1));
        }
        assertThat(lines).filteredOn(line -> line.startsWith("WARN")).hasSize(4);
        assertThat(lines).filteredOn(line -> line.startsWith("INFO")).hasSize(1 + 4);
        assertThat(lines).hasSizeLessThan(10);
        ticker.advance(Duration.ofMinutes(1));
        phases.leave(remote, "lost");
        assertThat(lines).last().asString().contains("[26 more changes like this were not logged]");
    }
}
