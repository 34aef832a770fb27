package dev.larder.agent.core.engine.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Silent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Silent
final class MarksTest {

    private final Marks marks = new Marks();
    private long now = Long.MAX_VALUE - 1; // the clock may run over

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void begin_oneAtATime_untilItHasEnded() {
        assertThat(marks.begin("k", now)).isTrue();
        assertThat(marks.isQuiet("k", now)).isTrue();
        assertThat(marks.begin("k", now)).isFalse();
        assertThat(marks.begin("other", now)).isTrue();
        marks.succeeded("k");
        assertThat(marks.begin("k", now)).isTrue();
    }

    @Test
    void denied_isAskedAgainSoon() {
        marks.begin("k", now);
        marks.denied("k", now);
        pass(99);
        assertThat(marks.begin("k", now)).isFalse();
        pass(1);
        assertThat(marks.begin("k", now)).isTrue();
    }

    @Test
    void failed_rests_longerEachTimeUpToALimit() {
        long longest = Marks.FIRST_REST_MILLIS;
        for (int failures = 0; failures < 20; failures++) {
            assertThat(marks.begin("k", now)).isTrue();
            long rest = marks.failed("k", now);
            assertThat(rest).isBetween(longest / 2, longest);
            pass(rest - 1);
            assertThat(marks.begin("k", now)).isFalse();
            pass(1);
            longest = Math.min(2 * longest, Marks.LONGEST_REST_MILLIS);
        }
        assertThat(marks.begin("k", now)).isTrue();
        marks.succeeded("k");
        assertThat(marks.size()).isZero();
        marks.begin("k", now);
        assertThat(marks.failed("k", now)).isLessThanOrEqualTo(Marks.FIRST_REST_MILLIS);
    }

    @Test
    void failed_ofVeryManyKeys_areForgotten() {
        for (int i = 0; i < 30_000; i++) {
            marks.begin("k" + i, now);
            marks.failed("k" + i, now);
            pass(Marks.FIRST_REST_MILLIS);
        }
        assertThat(marks.size()).isLessThan(11_000);
    }
}
