package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.LarderCacheContract.User;
import dev.larder.agent.fixtures.AtOnce;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the API promises of its counters; part of {@link LarderCacheContract}. */
interface CountingContract {

    int THREADS = 8;

    ApiOver api();

    LarderCache<User> users();

    @Test
    default void increment_andDecrement_count() {
        assertThat(users().increment("n")).isEqualTo(1);
        assertThat(users().increment("n", 41)).isEqualTo(42);
        assertThat(users().decrement("n", 43)).isEqualTo(-1);
        assertThat(users().decrement("n")).isEqualTo(-2);
        assertThat(users().increment("n", 0)).isEqualTo(-2);
        assertThat(users().exists("n")).isFalse();
        assertThat(users().ttl("n")).isPositive();
        users().evict("n");
        assertThat(users().increment("n")).isEqualTo(1);
    }

    @Test
    default void increment_beyondALong_throwsAndStays() {
        users().increment("n", Long.MAX_VALUE);

        assertThatThrownBy(() -> users().increment("n")).isInstanceOf(ArithmeticException.class);
        assertThat(users().decrement("n")).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(api().counts().errors()).isZero();
    }

    @Test
    default void decrement_belowALong_throwsAndStays() {
        users().decrement("n", Long.MAX_VALUE);
        users().decrement("n");

        assertThatThrownBy(() -> users().decrement("n")).isInstanceOf(ArithmeticException.class);
        assertThat(users().increment("n", 0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    default void switchedOff_countersCountInThisProcessAndOverflowAlike() {
        api().engine.setEnabled(false);

        assertThat(users().increment("n", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> users().increment("n")).isInstanceOf(ArithmeticException.class);
        assertThat(users().ttl("n")).isPositive();
        assertThat(users().expire("n", Duration.ofMinutes(1))).isTrue();
        users().evictPattern("n*");
        assertThat(users().increment("n", 0)).isZero();
        assertThat(api().counts().errors()).isZero();
    }

    @Test
    default void increment_manyThreads_losesNone() throws Exception {
        List<Long> last = AtOnce.atOnce(THREADS, i -> {
            long count = 0;
            for (int n = 0; n < 200; n++) {
                count = users().increment("n");
            }
            return count;
        });

        assertThat(last).contains(THREADS * 200L);
        assertThat(users().increment("n", 0)).isEqualTo(THREADS * 200L);
    }
}
