package dev.larder.sample.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.sample.ServiceClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's first command: the sample with the agent, and nothing else. Started once for all tests of a JDK. */
@ParameterizedClass
@MethodSource("jdks")
final class MemoryIT {

    private static final String ANALYTICS = "/api/community/analytics/performance";
    private static final Duration QUERY = Duration.ofMillis(100);
    private static final Duration HIT = Duration.ofMillis(100);

    private static SampleInstance sample;

    @Parameter
    Jdk jdk;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @BeforeParameterizedClassInvocation
    static void start(Jdk jdk) throws Exception {
        sample = SampleInstance.withDefaults(jdk).awaitReady();
        sample.awaitHealth("MEMORY 503", Duration.ofSeconds(5));
    }

    @AfterParameterizedClassInvocation
    static void end() throws IOException {
        sample.close();
    }

    @Test
    void analytics_secondRequest_isAHitInUnder100Millis() {
        Timed first = Timed.get(sample);
        Timed second = Timed.get(sample);

        assertThat(first.answer().source()).contains("database");
        assertThat(first.took()).isGreaterThan(QUERY);
        assertThat(second.answer().source()).contains("cache");
        assertThat(second.answer().body()).isEqualTo(first.answer().body());
        assertThat(fastest(jdk, second, sample)).isLessThan(HIT).isLessThan(first.took());
    }

    @Test
    void batch_sharesItsEntriesWithTheWriteThrough() {
        String members = "/api/projects/6/members";
        sample.get("/api/projects/6");
        long known = sample.get(members).at("/0/id").asLong();
        assertThat(sample.get(members).source()).contains("cache");

        sample.client().put("/api/users/" + known, Map.of("name", "Grace Hopper", "city", "Arlington"));
        sample.get("/api/projects/6"); // shows names, so it was evicted

        Answer changed = sample.get(members);
        assertThat(changed.source()).as("the new name was written through").contains("cache");
        assertThat(changed.at("/0/name").asString()).isEqualTo("Grace Hopper");
    }

    @Test
    void visit_isWrittenBehind() {
        sample.get("/api/users/23/visits/last");

        Answer visited = sample.client().post("/api/users/23/visits", Map.of());

        assertThat(visited.source())
                .as("its statements run on no request's thread")
                .contains("cache");
        Answer seen = sample.get("/api/users/23/visits/last");
        assertThat(seen.source()).contains("cache");
        assertThat(seen.body()).isEqualTo(visited.body());
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
