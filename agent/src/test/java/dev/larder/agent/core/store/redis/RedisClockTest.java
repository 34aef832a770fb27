package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.redis.connection.Bytes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class RedisClockTest {

    private static final long EPOCH_MICROS = 1_700_000_000_000_000L;

    private long nanos;
    private final RedisClock clock = new RedisClock(() -> nanos);

    /** Whenever Redis reads its clock between the question and the answer, both estimates hold from then on. */
    @Property
    void bounds_anyTravelTime_encloseTheTime(
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long asked,
            @ForAll @LongRange(min = 0, max = 200_000_000) long there,
            @ForAll @LongRange(min = 0, max = 200_000_000) long back,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long later) {
        clock.set(List.of(time(microsAt(asked + there))), asked, asked + there + back);
        nanos = asked + there + back + later;
        long millis = Math.floorDiv(microsAt(nanos), 1_000);
        assertThat(clock.earliestMillis()).isLessThanOrEqualTo(millis);
        assertThat(clock.latestMillis()).isGreaterThanOrEqualTo(millis);
        long travelledMillis = TimeUnit.NANOSECONDS.toMillis(there + back);
        assertThat(clock.latestMillis() - clock.earliestMillis()).isBetween(travelledMillis, travelledMillis + 3);
    }

    @Test
    void bounds_severalServers_encloseTheTimeOfEach() {
        clock.set(List.of(time(EPOCH_MICROS), time(EPOCH_MICROS + 70_000), time(EPOCH_MICROS + 40_000)), 0, 0);
        assertThat(clock.earliestMillis()).isLessThanOrEqualTo(EPOCH_MICROS / 1_000);
        assertThat(clock.latestMillis()).isGreaterThanOrEqualTo(EPOCH_MICROS / 1_000 + 70);
    }

    private static long microsAt(long nanos) {
        return EPOCH_MICROS + Math.floorDiv(nanos, 1_000);
    }

    private static List<byte[]> time(long micros) {
        return List.of(Bytes.of(micros / 1_000_000), Bytes.of(micros % 1_000_000));
    }
}
