package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that cannot run later: they run at once, and their puts take place. */
@Expects({Message.NOT_BEHIND, Message.EVICTED_INSTEAD})
final class RefusedBehindTest extends RefusedEffects {

    @SuppressWarnings("unused")
    static final class Puts {
        @CachePut(key = "user:{id}", ttl = 1, value = "{name}", writeBehind = true)
        @CacheEvict(key = "users")
        void fine(int id, String name) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "{name}", writeBehind = true)
        int returns(int id, String name) {
            return id;
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{result}", writeBehind = true)
        String result(int id) {
            return "";
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{name}", writeBehind = true)
        CompletableFuture<Void> later(int id, String name) {
            return CompletableFuture.completedFuture(null);
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{name}", writeBehind = true)
        synchronized void locked(int id, String name) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "{name}", writeBehind = true)
        @CachePut(key = "name:{id}", ttl = 1, value = "{name}")
        void several(int id, String name) {}

        @CachePut(key = "user:{names[]}", ttl = 1, value = "{names}", writeBehind = true)
        void many(List<String> names) {}

        @CachePut(key = "user:{id}", ttl = 1, writeBehind = true)
        void resultOfNothing(int id) {}
    }

    static Stream<Arguments> puts() {
        return Stream.of(
                Arguments.of("returns", "it returns something, and its body would run only after it has returned"),
                Arguments.of("result", "it returns something, and its body would run only after it has returned"),
                Arguments.of("later", "it returns something, and its body would run only after it has returned"),
                Arguments.of("locked", "it is synchronized, and its body would take the lock on another thread, later"),
                Arguments.of(
                        "many",
                        "it puts many values, and its body would have a place in the order of each of their keys"),
                Arguments.of(
                        "several",
                        "it has several @CachePut, and its body would have a place in the order of each of their keys"));
    }

    @ParameterizedTest
    @MethodSource("puts")
    void bodyThatCannotRunLater_runsAtOnce(String method, String reason) {
        loader.weave(Puts.class);
        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.BEHIND);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.message())
                .contains("The put takes place, and the method's body runs at once, as without writeBehind. ");
        assertThat(plan(method).puts()).isNotEmpty().noneMatch(put -> put.behind());
    }

    @Test
    void putThatCannotStore_evictsAtOnce() {
        loader.weave(Puts.class);
        assertThat(refused("resultOfNothing").loss()).isEqualTo(RefusedMethod.Loss.STORING);
        assertThat(plan("resultOfNothing").puts()).isEmpty();
    }

    @Test
    void bodyThatCanRunLater_isPlanned_andComesBackEqual() {
        loader.weave(Puts.class);
        MethodPlan plan = plan("fine");
        assertThat(plan.puts()).singleElement().matches(put -> put.behind());
        assertThat(plan.evictions()).hasSize(1);
        assertThat(MethodPlan.fromConstants(plan.toConstants())).isEqualTo(plan);
    }
}
