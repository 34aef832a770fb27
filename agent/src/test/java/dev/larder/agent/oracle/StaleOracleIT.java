package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.EditedClass;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.oracle.StormPlan.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No read that starts after an eviction returned gets an older value: millions of reads as fast as the cache answers, each
 * checked on the spot, and the check itself checked by builds that break the promise.
 *
 * <p>What is exempt is what the schedule itself had cut off from Redis, and nothing else. The figures are printed at the
 * end. {@link StaleScheduleIT} is slower and looks at more kinds of deployment.
 */
@Alone
final class StaleOracleIT {

    private static final long READS_IN_MEMORY = 5_000_000;
    private static final long READS_THROUGH_REDIS = 50_000;
    private static final double MOST_EXEMPT_PERCENT = 2;

    private static final List<StormFigures> FIGURES = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterAll
    static void report() {
        FIGURES.forEach(System.out::println);
    }

    /** Of the storms in memory, and of those through Redis, one on either JDK; in the soak each of them on both. */
    static List<Jdk> oldest() {
        return Effort.jdks(Jdks.oldest());
    }

    static List<Jdk> newest() {
        return Effort.jdks(Jdks.newest());
    }

    @ParameterizedTest
    @MethodSource("oldest")
    void f47_memoryWithFewKeys_noReadIsOlderThanAnEvictionBefore(Jdk jdk) throws Exception {
        StormFigures figures = run(StormPlan.memory(jdk, Effort.reads(READS_IN_MEMORY)), new MemoryOnly());

        assertThatNothingWasStaleOrExempt(figures);
    }

    @ParameterizedTest
    @MethodSource("newest")
    void h57_memoryWithMoreKeysAndSlowLoads_noReadIsOlderThanAnEvictionBefore(Jdk jdk) throws Exception {
        StormFigures figures = run(StormPlan.memoryWithMoreKeys(jdk, Effort.reads(READS_IN_MEMORY)), new MemoryOnly());

        assertThatNothingWasStaleOrExempt(figures);
    }

    @ParameterizedTest
    @MethodSource("oldest")
    void f46_h141_eachProcessPausedAndRedisWell_modeStaysAndNoReadIsOlderThanAnEvictionBefore(Jdk jdk)
            throws Exception {
        StormFigures figures = run(paused(jdk, Effort.reads(READS_THROUGH_REDIS)), new HealthyPrimary());

        assertThatNothingWasStaleOrExempt(figures);
        assertThat(figures.modeChanges()).as(figures.toString()).isZero();
    }

    @ParameterizedTest
    @MethodSource("newest")
    void h57_redisCutOffNowAndThen_noReadIsOlderThanAnEvictionBefore(Jdk jdk) throws Exception {
        StormPlan plan = StormPlan.redis(
                "one primary, pauses and cuts", jdk, Faults.PAUSES_AND_CUTS, Effort.reads(READS_THROUGH_REDIS));

        StormFigures figures = run(plan, SinglePrimary.start());

        assertThat(figures.violations()).as(figures.stories()).isZero();
        assertThat(figures.exemptPercent()).as(figures.toString()).isLessThan(MOST_EXEMPT_PERCENT);
    }

    @ParameterizedTest
    @EnumSource
    void f47_brokenBuildInMemory_isCaught(BrokenMemory build) throws Exception {
        StormPlan plan = StormPlan.memory(Jdks.oldest(), 20 * READS_IN_MEMORY) // at most; it ends with the first
                .broken(build, build.jar(directory));

        StormFigures figures = run(plan, new MemoryOnly());

        assertThat(figures.violations()).isPositive();
    }

    @Test
    void h122_buildWhoseRefreshesReplaceAnyVersion_isCaught() throws Exception {
        assertThatItIsCaught(BrokenBuild.REFRESHES_ANY_VERSION, BrokenBuild.REFRESHES_ANY_VERSION.jar(directory));
    }

    @Test
    void h85_buildWhoseCopiesIgnoreWhatRedisSays_isCaught() throws Exception {
        Path jar = EditedClass.jar(
                PackedAgent.jar(),
                directory.resolve("deaf.jar"),
                EditedClass.of("core/dev/larder/agent/core/store/memory/NearCopies")
                        .omitting("changed"));
        assertThatItIsCaught("COPIES_IGNORE_MESSAGES", jar);
    }

    private void assertThatItIsCaught(Object build, Path jar) throws Exception {
        StormPlan plan = paused(Jdks.newest(), 20 * READS_THROUGH_REDIS) // at most; it ends with the first
                .broken(build, jar);

        StormFigures figures = run(plan, new HealthyPrimary());

        assertThat(figures.violations()).isPositive();
    }

    @Test
    void f46_buildThatGivesAnEvictionUpAfterAWhile_isCaught() throws Exception {
        StormPlan plan = paused(Jdks.newest(), 20 * READS_THROUGH_REDIS) // at most; it ends with the first
                .with("-Dlarder.redis.eviction-timeout=200ms") // of which half is for the connection in force
                .broken("GIVES_UP_AFTER_100_MS", impatientJar());

        StormFigures figures = run(plan, new HealthyPrimary());

        assertThat(figures.violations()).isPositive();
    }

    /** It goes by the clock alone, reads nothing of what has arrived meanwhile, and tries no other connection. */
    private Path impatientJar() throws IOException {
        String core = "core/dev/larder/agent/core/";
        return EditedClass.jar(
                PackedAgent.jar(),
                directory.resolve("impatient.jar"),
                EditedClass.of(core + "wait/Wait")
                        .answering("look", 0)
                        .answering("afterAll", 0)
                        .reading("LATE_NANOS", Long.MAX_VALUE)
                        .reading("STEP_NANOS", Long.MAX_VALUE),
                EditedClass.of(core + "failover/EvictionPath").answering("evictBeside", -1));
    }

    private static StormPlan paused(Jdk jdk, long reads) {
        return StormPlan.redis("one primary, pauses", jdk, Faults.PAUSES, reads);
    }

    private StormFigures run(StormPlan plan, Deployment deployment) throws Exception {
        StormFigures figures = Storm.run(plan, deployment, directory);
        FIGURES.add(figures);
        return figures;
    }

    private static void assertThatNothingWasStaleOrExempt(StormFigures figures) {
        assertThat(figures.violations()).as(figures.stories()).isZero();
        assertThat(figures.exempt()).isZero();
    }
}
