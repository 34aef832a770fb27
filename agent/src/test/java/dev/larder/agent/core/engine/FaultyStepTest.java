package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in a step of ours, the caller gets what the body says, and the body runs once. */
final class FaultyStepTest extends CountedBodies {

    static Stream<Arguments> faults() {
        List<Supplier<Throwable>> kinds = List.of(
                () -> new IllegalStateException("injected"),
                () -> new NoClassDefFoundError("injected"),
                () -> new StackOverflowError("injected"),
                () -> new OutOfMemoryError("injected"),
                ThreadDeathLike::new,
                () -> new StoreException("injected", null));
        return Stream.of(BrokenStore.Step.values())
                .flatMap(step -> kinds.stream().map(kind -> Arguments.of(step, kind)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h41_faultAtAnyStep_runsTheBodyOnceAndReturnsItsResult(BrokenStore.Step step, Supplier<Throwable> fault)
            throws Throwable {
        Calls calls = Calls.over(new BrokenStore(step, fault));
        Object result = new ArrayList<>(List.of("a"));
        assertThat(calls.call(KEY, returning(result))).isSameAs(result);
        assertThat(runs).hasValue(1);
        // Only a load that has nothing to store gives its lease back.
        assertThat(calls.counts().errors()).isEqualTo(step == BrokenStore.Step.RELEASE ? 0 : 1);
        assertThat(calls.counts().calls()).isEqualTo(1);
    }

    @Test
    @Timeout(60) // less than the lease
    void h41_faultWhileEncoding_leavesNoLeaseForTheNextCallToWaitFor() throws Throwable {
        Calls calls = Calls.overMemory(Calls.lease(Duration.ofMinutes(10)), 60_000);
        List<Integer> breaksTheCodec = List.of(1);
        assertThat(calls.call(KEY, returning(breaksTheCodec))).isSameAs(breaksTheCodec);
        assertThat(calls.call(KEY, returning("b"))).isEqualTo("b");
        assertThat(calls.counts().errors()).isEqualTo(1);
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void h41_faultAtAnyStep_letsTheBodysExceptionThrough(BrokenStore.Step step, Supplier<Throwable> fault) {
        Calls calls = Calls.over(new BrokenStore(step, fault));
        IOException theirs = new IOException("theirs");
        assertThatThrownBy(() -> calls.call(KEY, throwing(theirs)))
                .isSameAs(theirs)
                .hasNoSuppressedExceptions();
        assertThat(runs).hasValue(1);
        assertThat(calls.counts().calls()).isEqualTo(1);
    }

    /** Stands for {@code ThreadDeath}, which is deprecated for removal: an Error of no known kind. */
    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1L;
    }
}
