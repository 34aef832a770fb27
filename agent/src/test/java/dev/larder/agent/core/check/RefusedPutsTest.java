package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CachePut;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Puts that cannot be, and what takes place instead. */
@Expects({Message.EVICTED_INSTEAD, Message.NOT_PUT})
final class RefusedPutsTest extends RefusedEffects {

    private static final String INSTEAD = "Each run of the method evicts the entry instead. ";

    @SuppressWarnings("unused")
    static final class Puts {
        @CachePut(key = "user:{id}", ttl = 0)
        int ttl(int id) {
            return id;
        }

        @CachePut(key = "user:{id}", ttl = 1)
        void resultOfNothing(int id) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "{result.name}")
        String property(int id) {
            return "";
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{0}{id}")
        void two(int id) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "id")
        void text(int id) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "{user}")
        void unknown(int id) {}

        @CachePut(key = "user:{id}", ttl = 1)
        Stream<String> stream(int id) {
            return Stream.of();
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{lines}")
        void streamParameter(int id, Stream<String> lines) {}

        @CachePut(key = "user:{id}", ttl = 1, tags = "team:{teem}")
        int tag(int id, int team) {
            return id;
        }
    }

    static Stream<Arguments> puts() {
        return Stream.of(
                Arguments.of("ttl", "its ttl, 0 SECONDS, is less than a millisecond"),
                Arguments.of("resultOfNothing", "template '{result}' names the result, but the method returns nothing"),
                Arguments.of("property", "its value, '{result.name}', is neither the result nor a parameter"),
                Arguments.of("two", "its value, '{0}{id}', is neither the result nor a parameter"),
                Arguments.of("text", "its value, 'id', is neither the result nor a parameter"),
                Arguments.of("unknown", "value '{user}' names 'user', but the method's parameter is 'id'"),
                Arguments.of("stream", "its value, java.util.stream.Stream, can be used once only or is not there yet"),
                Arguments.of(
                        "streamParameter",
                        "its value, java.util.stream.Stream, can be used once only or is not there yet"),
                Arguments.of(
                        "tag",
                        "tag template 'team:{teem}' names 'teem', but the method's parameters are 'team', 'id'"));
    }

    @ParameterizedTest
    @MethodSource("puts")
    void unusablePuts_evictTheirKeyInstead(String method, String reason) {
        loader.weave(Puts.class);

        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.STORING);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.message()).startsWith("Cannot put for ").contains(INSTEAD);
        assertThat(plan(method).puts()).isEmpty();
        assertThat(plan(method).evictions())
                .containsExactly(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("user:{id}"), List.of(), List.of()));
    }

    @SuppressWarnings("unused")
    static final class LaterPuts {
        @CachePut(key = "user:{id}", ttl = 1)
        Callable<Integer> result(int id) {
            return () -> id;
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{name}")
        Flow.Publisher<Integer> parameter(int id, String name) {
            return subscriber -> {};
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"result", "parameter"})
    void h101_putOfWorkWhoseEndIsUnseen_isRefusedAltogether(String method) {
        loader.weave(LaterPuts.class);

        assertThat(refused(method).loss()).isEqualTo(RefusedMethod.Loss.PUT);
        assertThat(loader.listener.woven).isEmpty();
    }

    static final class PutsWithoutKey {
        @CachePut(key = "", ttl = 1)
        int empty(int id) {
            return id;
        }
    }

    @Test
    void putWithoutUsableKey_isRefusedAltogether() {
        loader.weave(PutsWithoutKey.class);

        assertThat(loader.listener.woven).isEmpty();
        assertThat(loader.listener.refusals())
                .containsExactly(
                        "Cannot put for " + PutsWithoutKey.class.getName() + ".empty(int): key template '' is empty."
                                + " The method runs without this put; the entry it should replace stays until its ttl."
                                + " Write one.");
    }
}
