package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.Verb;
import dev.larder.agent.oracle.Schedule.Mix;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    private static final Set<Fault> FAULTS = EnumSet.of(Fault.CONNECTION_CUT, Fault.REDIS_FROZEN);

    @Test
    void of_sameSeed_makesTheSameSteps() {
        assertThat(schedule(42)).isEqualTo(schedule(42)).isNotEqualTo(schedule(43));
    }

    @Test
    void of_manySteps_haveEveryVerbAndEveryFault() {
        Schedule schedule = schedule(1);

        assertThat(schedule.orders().map(Order::verb).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Verb.READ_SHORT)));
        assertThat(faults(schedule))
                .containsExactlyInAnyOrder(Fault.CONNECTION_CUT, Fault.REDIS_FROZEN, Fault.WORKER_PAUSED);
    }

    @Test
    void of_oneWorkerWithoutRedis_isOnlyPaused() {
        Schedule schedule = Schedule.of(1, "s", 1, Set.of(), Mix.broken(500, 200));

        assertThat(faults(schedule)).containsExactly(Fault.WORKER_PAUSED);
    }

    private static Schedule schedule(long seed) {
        return Schedule.of(seed, "s", 3, FAULTS, Mix.broken(500, 200));
    }

    private static Set<Fault> faults(Schedule schedule) {
        return schedule.clients().stream()
                .flatMap(List::stream)
                .filter(Step.Break.class::isInstance)
                .map(step -> ((Step.Break) step).fault())
                .collect(Collectors.toSet());
    }
}
