package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class CountersTest {

    private static final long LONG = 600_000;

    private final Counters counters = new Counters();

    @Test
    void add_laterOn_doesNotProlong() {
        counters.add("k", 5, 50);
        Awaitility.await().until(() -> counters.remainingMillis("k") == 0);

        assertThat(counters.expire("k", LONG)).isFalse();
        assertThat(counters.add("k", 1, LONG)).isEqualTo(1);
    }

    @Test
    void add_beyondALong_throwsAndStays() {
        counters.add("k", Long.MIN_VALUE, LONG);

        assertThatThrownBy(() -> counters.add("k", -1, LONG)).isInstanceOf(ArithmeticException.class);
        assertThat(counters.add("k", 0, LONG)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void add_tooMany_dropsTheOldest() {
        for (int i = 0; i <= Counters.MOST; i++) {
            counters.add("k" + i, 1, LONG);
        }

        assertThat(counters.add("k1", 0, LONG)).isEqualTo(1);
        assertThat(counters.add("k0", 0, LONG)).isZero();
    }

    @Test
    void add_tooManyButSomeAreOver_dropsThose() {
        counters.add("oldest", 1, LONG);
        counters.add("over", 1, 1);
        for (int i = 2; i < Counters.MOST; i++) {
            counters.add("k" + i, 1, LONG);
        }
        Awaitility.await().until(() -> counters.remainingMillis("over") == 0);
        counters.add("new", 1, LONG);

        assertThat(counters.add("oldest", 0, LONG)).isEqualTo(1);
    }

    @Test
    void evictPattern_matching_endsThem() {
        counters.add("a:1", 1, LONG);
        counters.add("a:22", 1, LONG);
        counters.add("b:1", 1, LONG);

        counters.evictPattern("?:*1");

        assertThat(counters.remainingMillis("a:1")).isZero();
        assertThat(counters.remainingMillis("b:1")).isZero();
        assertThat(counters.remainingMillis("a:22")).isPositive();
    }
}
