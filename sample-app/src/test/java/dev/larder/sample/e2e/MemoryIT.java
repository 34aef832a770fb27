package dev.larder.sample.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.sample.ServiceClient.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's first command: the sample with the agent, and nothing else. */
final class MemoryIT {

    private static final String ANALYTICS = "/api/community/analytics/performance";
    private static final Duration QUERY = Duration.ofMillis(100);
    private static final Duration HIT = Duration.ofMillis(100);

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void analytics_secondRequest_isAHitInUnder100Millis(Jdk jdk) throws Exception {
        try (SampleInstance sample = SampleInstance.withDefaults(jdk).awaitReady()) {
            sample.awaitHealth("MEMORY 503", Duration.ofSeconds(5));

            Timed first = Timed.get(sample);
            Timed second = Timed.get(sample);

            assertThat(first.answer().source()).contains("database");
            assertThat(first.took()).isGreaterThan(QUERY);
            assertThat(second.answer().source()).contains("cache");
            assertThat(second.answer().body()).isEqualTo(first.answer().body());
            assertThat(fastest(jdk, second, sample)).isLessThan(HIT).isLessThan(first.took());
        }
    }

    /** A machine busy with something else may be slow once; then a third request, also a hit, is measured instead. */
    private static Duration fastest(Jdk jdk, Timed second, SampleInstance sample) {
        if (second.took().compareTo(HIT) < 0) {
            return second.took();
        }
        Timed third = Timed.get(sample);
        System.out.println("On " + jdk + " the second request was a hit but took "
                + second.took().toMillis() + " ms. The third, measured instead, took "
                + third.took().toMillis() + " ms.");
        assertThat(third.answer().source()).contains("cache");
        return third.took();
    }

    private record Timed(Answer answer, Duration took) {

        static Timed get(SampleInstance sample) {
            long start = System.nanoTime();
            Answer answer = sample.get(ANALYTICS);
            return new Timed(answer, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
