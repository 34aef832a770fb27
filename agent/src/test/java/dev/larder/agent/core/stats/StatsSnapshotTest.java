package dev.larder.agent.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatsSnapshotTest {

    @Test
    void rates_nothingCounted_areZeroNotNaN() {
        assertThat(StatsSnapshot.ZERO.hitRate()).isZero();
        assertThat(StatsSnapshot.ZERO.averageLoadMillis()).isZero();
    }

    @Test
    void hitRate_isOverCallsThatAskedTheCache() {
        assertThat(new StatsSnapshot(3, 1, 50, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).hitRate())
                .isEqualTo(0.75);
    }

    @Test
    void averageLoadMillis_isOverLoadsThatReturned() {
        assertThat(new StatsSnapshot(0, 0, 0, 0, 2, 7, 5_000_000, 0, 0, 0, 0, 0, 0, 0, 0).averageLoadMillis())
                .isEqualTo(2.5);
    }

    @Test
    void plus_addsFieldByField() {
        StatsSnapshot one = new StatsSnapshot(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

        assertThat(one.plus(one)).isEqualTo(new StatsSnapshot(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
    }
}
