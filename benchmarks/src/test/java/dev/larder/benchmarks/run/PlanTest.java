package dev.larder.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.benchmarks.catalog.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTest {

    @Test
    void plan_ofTwoJvms_measuresTheSameOnBothAndNothingTwice() {
        List<Measurement> plan = Plan.on(List.of(17, 25)).measurements();

        assertThat(plan).doesNotHaveDuplicates();
        assertThat(plan.stream().filter(each -> each.jdk() == 17)).hasSize(plan.size() / 2);
    }

    @Test
    void plan_hasEverySubject() {
        assertThat(Plan.on(List.of(17)).measurements())
                .extracting(Measurement::subject)
                .contains(Subject.values());
    }

    @Test
    void settings_withOnly_leaveTheRestOut() {
        Settings settings = Settings.parse(List.of("effort=quick", "only=OffBenchmark.refused", "forks=3"));

        assertThat(settings.plan()).extracting(Measurement::operation).containsOnly("OffBenchmark.refused");
        assertThat(settings.effort()).isEqualTo(Effort.QUICK.withForks(3));
    }

    @Test
    void settings_withAnEffortThatIsNone_sayWhichThereAre() {
        assertThatThrownBy(() -> Settings.parse(List.of("effort=long")))
                .hasMessage("effort=long is none of quick, short and full");
    }
}
