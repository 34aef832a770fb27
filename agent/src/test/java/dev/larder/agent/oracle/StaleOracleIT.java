package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.Verb;
import dev.larder.agent.fixtures.PackedAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StaleOracleIT {

    @Test
    void h57_singlePrimary_noReadIsOlderThanWhatWasEvictedBefore() throws Exception {
        Report report = new Report("one primary");
        try (Rehearsal rehearsal = Rehearsal.of(SinglePrimary.start(), PackedAgent.jar())) {
            for (long seed = 1; seed <= 3; seed++) {
                rehearsal.run(
                        seed,
                        Schedule.Mix.broken(80)
                                .with(List.of(
                                        Verb.OPERATOR_EVICT, Verb.OPERATOR_EVICT_MATCHING, Verb.OPERATOR_EVICT_ALL)),
                        report);
                System.out.println(report);
            }
        }
        System.out.println(report);
        assertThat(report.violations()).isEmpty();
    }
}
