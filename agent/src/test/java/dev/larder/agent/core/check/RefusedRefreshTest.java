package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.RefreshIn;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefreshPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods whose entries cannot be refreshed: they are cached for their time to live. */
@Expects({Message.NOT_REFRESHED, Message.PERHAPS_A_MISTAKE})
final class RefusedRefreshTest extends RefusedEffects {

    static class Rates {

        @Cached(key = "rate:{id}", ttl = 1, staleTtl = 2, staleIfError = 3, refreshAhead = 0.5)
        int fine(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1)
        int plain(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1, staleTtl = 2, refreshIn = RefreshIn.CALLER, unit = TimeUnit.MINUTES)
        int called(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1, staleTtl = 2)
        CompletableFuture<Integer> later(int id) {
            return CompletableFuture.completedFuture(id);
        }

        @Cached(key = "rate:{ids[]}", ttl = 1, refreshAhead = 0.5)
        Map<Integer, Integer> many(List<Integer> ids) {
            return Map.of();
        }

        @Cached(key = "rate:{id}", ttl = 1, staleTtl = -1)
        int negative(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1_000, staleIfError = 3, unit = TimeUnit.MICROSECONDS)
        int nearlyNothing(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1, refreshAhead = 1)
        int atTheEnd(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1, refreshAhead = Double.NaN)
        int noNumber(int id) {
            return id;
        }

        @Cached(key = "rate:{id}", ttl = 1, refreshIn = RefreshIn.CALLER)
        int nowhere(int id) {
            return id;
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "later",
                        "its result comes later, and only methods that return their result itself are refreshed so far"),
                Arguments.of(
                        "many",
                        "it returns the values of many ids, and only methods with one entry for each call are refreshed so"
                                + " far"),
                Arguments.of("negative", "its staleTtl, -1 SECONDS, is negative"),
                Arguments.of("nearlyNothing", "its staleIfError, 3 MICROSECONDS, is less than a millisecond"),
                Arguments.of("atTheEnd", "its refreshAhead, 1.0, is no fraction of its ttl"),
                Arguments.of("noNumber", "its refreshAhead, NaN, is no fraction of its ttl"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void methodThatCannotBeRefreshed_isCachedForItsTtl(String method, String reason) {
        loader.weave(Rates.class);
        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.REFRESH);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(plan(method).caching().refresh()).isEqualTo(RefreshPlan.NONE);
    }

    @Test
    void placeWithoutARefresh_isProbablyAMistake() {
        loader.weave(Rates.class);
        assertThat(refused("nowhere").loss()).isEqualTo(RefusedMethod.Loss.NONE);
    }

    @Test
    void methodThatCanBeRefreshed_isPlanned_andComesBackEqual() {
        loader.weave(Rates.class);
        assertThat(plan("fine").caching().refresh())
                .isEqualTo(new RefreshPlan(2, 3, 0.5, RefreshPlan.Where.BACKGROUND, TimeUnit.SECONDS));
        RefreshPlan called = plan("called").caching().refresh();
        assertThat(called.where()).isEqualTo(RefreshPlan.Where.CALLER);
        assertThat(called.staleTtlMillis()).isEqualTo(120_000);
        assertThat(plan("plain").caching().refresh().isAny()).isFalse();
        for (String method : List.of("fine", "called", "plain")) {
            MethodPlan plan = plan(method);
            assertThat(MethodPlan.fromConstants(plan.toConstants())).isEqualTo(plan);
        }
    }
}
