package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MethodSettingsTest {

    /** As with {@code ttl = 300, nullTtl = 10} and a configured ttl of 10 s, which an operator changes back. */
    @Test
    void f11_nullTtlThatEqualsTheTtl_staysWhenTheTtlIsChanged() {
        MethodSettings settings = settings(10_000);
        settings.setTtl(Duration.ofSeconds(300));
        assertThat(settings.ttlMillisFor(true)).isEqualTo(10_000);
        assertThat(settings.ttlMillisFor(false)).isEqualTo(300_000);
    }

    @Test
    void f11_noNullTtl_followsTheTtl() {
        MethodSettings settings = settings(MethodSettings.AS_TTL);
        assertThat(settings.ttlMillisFor(true)).isEqualTo(10_000);
        settings.setTtl(Duration.ofSeconds(300));
        assertThat(settings.ttlMillisFor(true)).isEqualTo(300_000);
    }

    @Test
    void f11_nullTtlOfZero_keepsNoNullWhateverTheTtl() {
        MethodSettings settings = settings(0);
        settings.setTtl(Duration.ofSeconds(300));
        assertThat(settings.ttlMillisFor(true)).isZero();
    }

    private static MethodSettings settings(long nullTtlMillis) {
        return new MethodSettings("com.acme.Shop.find(long)", "shop:{id}", 0, 10_000, nullTtlMillis, true);
    }
}
