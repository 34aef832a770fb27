package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.oracle.Schedule.Mix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No read that starts after an eviction returned gets an older value: single steps at random over every deployment, and
 * the trial itself tried on builds that break the promise. What is exempt is what the schedule itself had cut off from
 * Redis, and nothing else.
 *
 * <p>Which seeds, and for how long: see {@link Effort}.
 */
final class StaleScheduleIT {

    private static final int DEPLOYMENTS = 4;

    /** Of all reads, those that have to get the newest. */
    private static final int FEWEST_STRICT_READS = 500;

    private static final double MOST_EXEMPT_PERCENT = 2;

    /** So large, at most, is a row where Redis has little room. */
    private static final int LARGE = 10_000;

    /** A broken build has to be found out by then. */
    private static final int ENOUGH_SCHEDULES = 10;

    private static final List<Report> REPORTS = new ArrayList<>();

    @AfterAll
    static void report() {
        REPORTS.forEach(System.out::println);
    }

    @Test
    void h57_onePrimary_noReadIsOlderThanAnEvictionBefore() throws Exception {
        Report report = rehearse("one primary", SinglePrimary.start(), effort().mix());

        assertThatNothingWasStale(report);
    }

    @Test
    void h87_threeMasters_noReadIsOlderThanAnEvictionBefore() throws Exception {
        Report report = rehearse("three masters", new ThreeMasters(), effort().mix());

        assertThatNothingWasStale(report);
    }

    @Test
    void h57_memoryOnly_noReadIsOlderThanAnEvictionBefore() throws Exception {
        Report report = rehearse("memory only", new MemoryOnly(), effort().mix());

        assertThatNothingWasStale(report);
        assertThat(report.strictReads()).isEqualTo(report.reads());
    }

    @Test
    void h82_primaryThatDropsKeys_noReadIsOlderThanAnEvictionBefore() throws Exception {
        Report report = report("primary without room");
        FullPrimary primary = FullPrimary.start();
        try (Rehearsal rehearsal = Rehearsal.of(primary, PackedAgent.jar())) {
            rehearse(rehearsal, effort().mix().padded(LARGE), report);
            assertThat(primary.droppedKeys()).isGreaterThan(report.schedules() * 10L);
        }

        assertThatNothingWasStale(report);
    }

    @ParameterizedTest
    @EnumSource
    void oracle_brokenBuild_isCaught(BrokenBuild build, @TempDir Path directory) throws Exception {
        Report report = report("build that " + build);
        try (Rehearsal rehearsal = Rehearsal.of(SinglePrimary.start(), build.jar(directory))) {
            while (report.violations().isEmpty() && report.schedules() < ENOUGH_SCHEDULES) {
                rehearsal.run(Effort.freshSeed(), Mix.calm(50), report);
            }
        }

        assertThat(report.violations()).isNotEmpty();
    }

    private static Effort effort() {
        return Effort.of(DEPLOYMENTS);
    }

    private static Report rehearse(String title, Deployment deployment, Mix mix) throws IOException {
        Report report = report(title);
        try (Rehearsal rehearsal = Rehearsal.of(deployment, PackedAgent.jar())) {
            rehearse(rehearsal, mix, report);
        }
        return report;
    }

    private static void rehearse(Rehearsal rehearsal, Mix mix, Report report) {
        Effort effort = effort();
        long endNanos = System.nanoTime() + effort.atLeast().toNanos();
        for (long seed : effort.seeds()) {
            rehearsal.run(seed, mix, report);
        }
        while (System.nanoTime() - endNanos < 0) {
            rehearsal.run(Effort.freshSeed(), mix, report);
        }
    }

    private static Report report(String title) {
        Report report = new Report(title);
        REPORTS.add(report);
        return report;
    }

    private static void assertThatNothingWasStale(Report report) {
        assertThat(report.violations()).isEmpty();
        assertThat(report.strictReads()).as(report.toString()).isGreaterThan(FEWEST_STRICT_READS);
        assertThat(report.exemptPercent()).as(report.toString()).isLessThan(MOST_EXEMPT_PERCENT);
    }
}
