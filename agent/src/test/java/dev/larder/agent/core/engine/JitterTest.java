package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JitterTest {

    private static final int KEYS = 10_000;
    private static final long TTL_MILLIS = 60_000;

    /** Stored one after the other within one second, which the test reckons with and does not wait for. */
    @Test
    void h61_entriesStoredTogether_endSecondsApartAndNoneLate() throws Exception {
        CapturingStore store = new CapturingStore();
        Calls calls = Calls.over(store);
        for (int i = 0; i < KEYS; i++) {
            calls.call("shop:" + i, () -> "a");
        }
        List<Long> ttls = store.ttlsMillis;
        assertThat(ttls).hasSize(KEYS).allMatch(ttl -> ttl >= TTL_MILLIS * 9 / 10 && ttl <= TTL_MILLIS);
        List<Long> ends = IntStream.range(0, KEYS)
                .mapToObj(i -> i * 1_000L / KEYS + ttls.get(i))
                .toList();
        assertThat(Collections.max(ends) - Collections.min(ends)).isGreaterThanOrEqualTo(6_000);
    }
}
