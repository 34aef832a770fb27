package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says when nobody knows how many keys an operator evicted. */
final class UncountedEvictionTest {

    private final FakeCache cache = new FakeCache();
    private final CacheBean bean = new CacheBean(cache);

    /** In MEMORY the connection may have been kept. */
    @ParameterizedTest
    @ValueSource(strings = {"REDIS", "MEMORY", "RECOVERING"})
    void scanIsRefused_isSaidWhateverTheMode(String mode) {
        cache.mode = mode;
        cache.scanRefused = true;
        assertThat(bean.whyUnknown()).contains("refuses SCAN");
    }

    @Test
    void off_redisIsToldWhenTheCacheIsSwitchedOn() {
        cache.mode = "OFF";
        assertThat(bean.whyUnknown()).contains("switched on");
    }

    @Test
    void away_redisIsToldWhenItIsBack() {
        cache.mode = "MEMORY";
        assertThat(bean.whyUnknown()).contains("is told when it is back");
    }
}
