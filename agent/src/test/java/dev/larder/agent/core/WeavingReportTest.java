package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.weave.CachePlan;
import dev.larder.agent.core.weave.MethodPlan;
import dev.larder.agent.core.weave.RefusedMethod;
import dev.larder.agent.core.weave.RefusedMethod.Loss;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many methods the start line and JMX speak of. */
final class WeavingReportTest {

    private final WeavingReport report = new WeavingReport();

    @BeforeEach
    void silenceExpectedWarnings() {
        AgentLog.setLevel(AgentLog.Level.OFF);
    }

    @AfterEach
    void restoreLog() {
        AgentLog.setLevel(AgentLog.Level.INFO);
    }

    @Test
    void methodWithSeveralRefusedEffects_isRefusedOnceAndCachedAllTheSame() {
        report.add(new MethodPlan("a.B.c()", false, List.of(), cached(), List.of(), List.of()));
        report.add(refused("a.B.c()", Loss.EVICTION));
        report.add(refused("a.B.c()", Loss.PUT));

        assertThat(report.summary()).isEqualTo("1 method cached, 1 refused");
    }

    @Test
    void partThatDoesNotLink_isRefused() {
        report.say(refused("a.B.c()", Loss.EVICTION));
        report.say(refused("a.B.d()", Loss.CACHING));

        assertThat(report.refusedCount()).isEqualTo(2);
    }

    @Test
    void methodThatCannotBeLinkedForAnUnknownReason_isRefused() {
        report.addUnlinkable(new StackOverflowError());

        assertThat(report.refusedCount()).isEqualTo(1);
    }

    @Test
    void whatIsOnlyDoubted_isNotRefused() {
        report.add(refused("a.B.c()", Loss.NONE));

        assertThat(report.refusedCount()).isZero();
    }

    private static CachePlan cached() {
        return new CachePlan("a.B.c()", "", 1_000, 1_000, "", "", List.of(), 0);
    }

    private static RefusedMethod refused(String signature, Loss loss) {
        return new RefusedMethod(loss, signature, "it is so", "Change it.");
    }
}
