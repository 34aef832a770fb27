package dev.larder.agent.core.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.remote.Lineage.Server;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineageTest {

    private static final String NONE = "";

    private final Lineage before = of(new Server("p1", "h1", 100, NONE, -1));

    @Test
    void isStill_sameServerLater_isTrue() {
        Lineage now = of(new Server("p1", "h1", 200, NONE, -1));
        assertThat(now.isStill(before)).isTrue();
        assertThat(now.continues(before)).isTrue();
    }

    /** In one of the two the data may be others. */
    @Test
    void isStill_onlyProcessOrOnlyHistoryIsTheSame_isFalse() {
        assertThat(of(new Server("p1", "h2", 200, NONE, -1)).isStill(before)).isFalse();
        assertThat(of(new Server("p2", "h1", 200, NONE, -1)).isStill(before)).isFalse();
        assertThat(of(new Server("p2", "h1", 200, NONE, -1)).continues(before)).isFalse();
    }

    @Test
    void goesOn_sameServerWithItsFirstReplica_isTrueAndNotStill() {
        Lineage now = of(new Server("p1", "h2", 1, NONE, -1));
        assertThat(now.goesOn(before)).isTrue();
        assertThat(now.isStill(before)).isFalse();
        assertThat(now.continues(before)).isFalse();
    }

    @Test
    void goesOn_sameServerThatWasAReplicaMeanwhile_isFalse() {
        assertThat(of(new Server("p1", "h2", 150, "h7", 149)).goesOn(before)).isFalse();
    }

    @Test
    void goesOn_anotherServer_isFalse() {
        assertThat(of(new Server("p2", "h2", 1, NONE, -1)).goesOn(before)).isFalse();
        assertThat(of(new Server("p2", "h2", 150, "h1", 149)).goesOn(before)).isFalse();
    }

    @Test
    void continues_replicaThatHadAllByThen_isTrue() {
        Lineage now = of(new Server("p2", "h2", 150, "h1", 101));
        assertThat(now.continues(before)).isTrue();
        assertThat(now.isStill(before)).isFalse();
    }

    @Test
    void continues_replicaThatLackedTheLastOfIt_isFalse() {
        assertThat(of(new Server("p2", "h2", 150, "h1", 100)).continues(before)).isFalse();
    }

    @Test
    void continues_serverWithoutAPast_isFalse() {
        assertThat(of(new Server("p2", "h2", 150, NONE, -1)).continues(before)).isFalse();
    }

    @Test
    void isStill_anotherServerJoined_isTrue() {
        Server still = new Server("p1", "h1", 100, NONE, -1);
        assertThat(of(new Server("p9", "h9", 1, NONE, -1), still).isStill(before))
                .isTrue();
    }

    @Test
    void continues_oneOfTwoIsGone_isFalse() {
        Server one = new Server("p1", "h1", 100, NONE, -1);
        Lineage two = of(one, new Server("p2", "h2", 100, NONE, -1));
        assertThat(of(one).continues(two)).isFalse();
        assertThat(of(one, new Server("p3", "h3", 300, "h2", 200)).continues(two))
                .isTrue();
    }

    @Test
    void untold_thenAndNow_saysNothing() {
        assertThat(Lineage.UNKNOWN.isStill(Lineage.UNKNOWN)).isFalse();
        assertThat(Lineage.UNKNOWN.continues(Lineage.UNKNOWN)).isFalse();
        assertThat(Lineage.UNKNOWN.continues(before)).isFalse();
        assertThat(before.continues(Lineage.UNKNOWN)).isFalse();
    }

    private static Lineage of(Server... servers) {
        return new Lineage(List.of(servers));
    }
}
