package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.plan.RefusedMethod.Loss;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        report.addUnlinkable("com.acme.Users.find", new NoClassDefFoundError());

        assertThat(report.refusedCount()).isEqualTo(1);
    }

    @Test
    void whatIsOnlyDoubted_isNotRefused() {
        report.add(refused("a.B.c()", Loss.NONE));

        assertThat(report.refusedCount()).isZero();
    }

    private static CachePlan cached() {
        return new CachePlan("", new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS), "", "", List.of());
    }

    private static RefusedMethod refused(String signature, Loss loss) {
        return new RefusedMethod(loss, signature, "it is so", "Change it.");
    }
}
