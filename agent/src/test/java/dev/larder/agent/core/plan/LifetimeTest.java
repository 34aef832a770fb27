package dev.larder.agent.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Expects(Message.PERHAPS_A_MISTAKE)
final class LifetimeTest {

    private static final long TEN_YEARS = TimeUnit.DAYS.toMillis(3_650);

    @ParameterizedTest
    @EnumSource(TimeUnit.class)
    void f45_longestTtl_isTenYearsAtMost(TimeUnit unit) throws Refusal {
        Lifetime always = new Lifetime(Long.MAX_VALUE, Long.MAX_VALUE, unit);

        long millis = Math.min(TEN_YEARS, unit.toMillis(Long.MAX_VALUE));
        assertThat(always.ttlMillis()).isEqualTo(millis);
        assertThat(always.nullTtlMillis(-1)).isEqualTo(millis);
    }

    @Test
    void f45_upToTenYears_isWhatIsWritten() throws Refusal {
        Lifetime years = new Lifetime(3_650, 3_650, TimeUnit.DAYS);
        assertThat(years.ttlMillis()).isEqualTo(TEN_YEARS);
        assertThat(years.nullTtlMillis(-1)).isEqualTo(TEN_YEARS);

        Lifetime tenth = new Lifetime(90, 1, TimeUnit.MILLISECONDS);
        assertThat(tenth.ttlMillis()).isEqualTo(90);
        assertThat(tenth.nullTtlMillis(-1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void f45_ttlOfNothing_isRefused(long ttl) {
        assertThatThrownBy(() -> new Lifetime(ttl, -1, TimeUnit.SECONDS).check())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its ttl, " + ttl + " SECONDS");
    }

    static final class Negative {
        @Cached(ttl = 5, nullTtl = -3)
        @CachePut(key = "negative", ttl = 5, nullTtl = -4)
        String find() {
            return "found";
        }

        @Cached(ttl = 5, nullTtl = -1)
        String asDefault() {
            return "found";
        }
    }

    @Test
    void f45_negativeNullTtl_isSaidWithWhatCounts() {
        WeavingLoader loader = new WeavingLoader(LifetimeTest.class);
        loader.weave(Negative.class);

        String start = "Perhaps a mistake on " + Negative.class.getName() + ".find(): its nullTtl, ";
        String end =
                " SECONDS, is negative, so null is kept as long as other results. Larder does what the annotation says. Write"
                        + " nullTtl = 0 to keep no null, or leave it out.";
        assertThat(loader.listener.refusals()).containsExactlyInAnyOrder(start + "-3" + end, start + "-4" + end);
        assertThat(loader.listener.woven).hasSize(2);
    }

    static final class Always {
        @Cached(ttl = Long.MAX_VALUE, nullTtl = Long.MAX_VALUE)
        String found() {
            return "found";
        }

        @CachePut(key = "always", ttl = 4_000, unit = TimeUnit.DAYS)
        String put() {
            return "put";
        }
    }

    @Test
    void f45_methodsWithLongTtls_areWoven() {
        WeavingLoader loader = new WeavingLoader(LifetimeTest.class);
        loader.weave(Always.class);

        assertThat(loader.listener.refused).isEmpty();
        assertThat(loader.listener.woven).isNotEmpty();
    }
}
