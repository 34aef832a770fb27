package dev.larder.agent.core.failover.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.Lineage.Server;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RecentEvictionsTest {

    private static final Eviction ALL = Eviction.ofPattern(Eviction.EVERYTHING);

    private final RecentEvictions recent = new RecentEvictions();

    @BeforeEach
    void connect() {
        recent.look();
        assertThat(recent.startOver(at(0))).isEqualTo(Eviction.NOTHING);
    }

    @Test
    void startOver_sameServer_lacksNothing() {
        recent.confirmed(Eviction.ofKey("k"));
        recent.look();
        assertThat(recent.startOver(at(50))).isEqualTo(Eviction.NOTHING);
    }

    @Test
    void startOver_replica_lacksWhatWasConfirmedSinceTheLookItGoesBackTo() {
        recent.confirmed(Eviction.ofKey("a"));
        look(10);
        recent.confirmed(new Eviction(Set.of("b"), Set.of("t"), Set.of("p*")));
        look(20);
        recent.confirmed(Eviction.ofKey("c"));
        recent.look();
        assertThat(recent.startOver(replicaThatLeftAt(11)))
                .isEqualTo(new Eviction(Set.of("b", "c"), Set.of("t"), Set.of("p*")));
    }

    @Test
    void startOver_replicaOlderThanAllLooks_lacksEverything() {
        for (int i = 1; i <= RecentEvictions.STRETCHES; i++) {
            look(i * 10);
        }
        recent.look();
        assertThat(recent.startOver(replicaThatLeftAt(9))).isEqualTo(ALL);
    }

    @Test
    void startOver_serverOfUnknownPast_lacksEverything() {
        recent.look();
        assertThat(recent.startOver(of(new Server("p2", "h2", 0, "", -1)))).isEqualTo(ALL);
    }

    /** Each stretch holds as much as it may, and all of them together are no more than is sent again. */
    @Test
    void startOver_manyInEveryStretch_lacksAllOfThem() {
        Set<String> names = new HashSet<>();
        for (int look = 1; look < RecentEvictions.STRETCHES; look++) {
            for (int i = 0; i < 1_500; i++) {
                names.add("k" + look + "-" + i);
                recent.confirmed(Eviction.ofKey("k" + look + "-" + i));
            }
            look(look * 10);
        }
        recent.look();
        assertThat(recent.startOver(replicaThatLeftAt(1))).isEqualTo(new Eviction(names, Set.of(), Set.of()));
    }

    @Test
    void startOver_moreWasConfirmedThanIsKept_lacksEverything() {
        for (int i = 0; i < 3_000; i++) {
            recent.confirmed(Eviction.ofKey("k" + i));
        }
        recent.look();
        assertThat(recent.startOver(replicaThatLeftAt(1))).isEqualTo(ALL);
    }

    /** Whether Redis had it when it looked is not known. */
    @Test
    void confirmed_whileALookIsUnderWay_countsAsAfterIt() {
        recent.look();
        recent.confirmed(Eviction.ofKey("k"));
        assertThat(recent.goOn(at(10))).isTrue();
        recent.look();
        assertThat(recent.startOver(replicaThatLeftAt(11))).isEqualTo(Eviction.ofKey("k"));
    }

    @Test
    void confirmed_whileALookFails_countsForTheStretchBefore() {
        recent.look();
        recent.confirmed(Eviction.ofKey("k"));
        recent.look();
        assertThat(recent.startOver(replicaThatLeftAt(1))).isEqualTo(Eviction.ofKey("k"));
    }

    /** By then it is the journal's. */
    @Test
    void startOver_again_lacksOnlyWhatIsNew() {
        recent.confirmed(Eviction.ofKey("old"));
        recent.look();
        recent.startOver(replicaThatLeftAt(1));
        recent.confirmed(Eviction.ofKey("new"));
        recent.look();
        assertThat(recent.startOver(of(new Server("p3", "h3", 90, "h2", 80)))).isEqualTo(Eviction.ofKey("new"));
    }

    @Test
    void goOn_otherData_isRefused() {
        recent.look();
        assertThat(recent.goOn(replicaThatLeftAt(1))).isFalse();
    }

    private void look(long written) {
        recent.look();
        assertThat(recent.goOn(at(written))).isTrue();
    }

    private static Lineage at(long written) {
        return of(new Server("p1", "h1", written, "", -1));
    }

    private static Lineage replicaThatLeftAt(long end) {
        return of(new Server("p2", "h2", end, "h1", end));
    }

    private static Lineage of(Server server) {
        return new Lineage(List.of(server));
    }
}
