package dev.larder.agent.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {

    private final AtomicLong now = new AtomicLong(-5); // origins may be negative
    private final LatencyHistogram histogram = new LatencyHistogram(now::get, Duration.ofSeconds(30));

    @Test
    void percentile_nothingMeasured_isZero() {
        assertThat(histogram.percentileMicros(0.5)).isZero();
    }

    @Test
    void percentile_hundredTimes_findsMiddleAndTail() {
        LongStream.rangeClosed(1, 100).forEach(micros -> histogram.record(TimeUnit.MICROSECONDS.toNanos(micros)));

        assertThat(histogram.percentileMicros(0.5)).isBetween(50L, 56L);
        assertThat(histogram.percentileMicros(0.99)).isBetween(99L, 111L);
    }

    @Property
    void percentile_anyTimes_isAtMostAnEighthAbove(
            @ForAll @NotEmpty List<@LongRange(min = 0, max = 1_000_000_000) Long> micros) {
        LatencyHistogram anew = new LatencyHistogram(() -> 0, Duration.ofSeconds(30));
        micros.forEach(time -> anew.record(TimeUnit.MICROSECONDS.toNanos(time)));
        List<Long> sorted = micros.stream().sorted().toList();

        for (double part : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
            long exact = sorted.get((int) Math.ceil(part * sorted.size()) - 1);
            assertThat(anew.percentileMicros(part)).isBetween(exact, exact + exact / 8);
        }
    }

    @Test
    void record_outOfRange_countsAtTheEdge() {
        histogram.record(-1);
        assertThat(histogram.percentileMicros(1)).isZero();

        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.percentileMicros(1)).isEqualTo((1L << 30) - 1);
    }

    @Test
    void percentile_afterTwoHalfWindows_hasForgotten() {
        histogram.record(1_000_000);
        advance(30);
        histogram.record(2_000);
        assertThat(histogram.percentileMicros(1)).isGreaterThanOrEqualTo(1_000);

        advance(30);
        assertThat(histogram.percentileMicros(1)).isEqualTo(2);

        advance(300);
        assertThat(histogram.percentileMicros(1)).isZero();
    }

    @Test
    void record_concurrently_losesNothing() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            // Three quarters take 1 microsecond, one quarter 100: any lost half would move the percentiles.
            long nanos = i == 0 ? 100_000 : 1_000;
            threads.execute(() -> LongStream.range(0, 100_000).forEach(n -> histogram.record(nanos)));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        assertThat(histogram.percentileMicros(0.75)).isEqualTo(1);
        assertThat(histogram.percentileMicros(0.7500026)).isGreaterThanOrEqualTo(100);
    }

    private void advance(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
