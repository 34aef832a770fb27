package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Effects of methods that return before their work ends. */
@Expects(Message.NOT_EVICTED)
final class UnseenEndTest extends RefusedEffects {

    @SuppressWarnings("unused")
    static final class Later {
        @CacheEvict(tag = "users", phase = CacheEvict.Phase.ALWAYS)
        Callable<Integer> task(int id) {
            return () -> id;
        }

        @CacheEvict(pattern = "user:*")
        Flow.Publisher<Integer> publisher(int id) {
            return subscriber -> {};
        }

        @CacheEvict(key = "user:{id}")
        CompletableFuture<?>[] several(int id) {
            return new CompletableFuture<?>[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "publisher", "several"})
    void h101_evictionOfWorkWhoseEndIsUnseen_isRefused(String method) {
        loader.weave(Later.class);

        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.EVICTION);
        assertThat(refused.message())
                .startsWith("Cannot evict for ")
                .contains(", is there before the work is done, and of such results only "
                        + WorkEnd.KNOWN + " tell when it is. " + UNTIL_TTL
                        + "Declare one of these, annotate the method"
                        + " that does the work, or evict through dev.larder.Larder when it is done.");
        assertThat(loader.listener.woven).isEmpty();
    }

    @SuppressWarnings("unused")
    static final class Many {
        @CachePut(key = "all", ttl = 1)
        Flux<Integer> put(int id) {
            return Flux.just(id);
        }

        @CacheEvict(key = "user:{result[]}")
        Flux<Integer> evict(int id) {
            return Flux.just(id);
        }
    }

    /** Nobody holds all elements of a flux, and there may be no end of them. */
    @Test
    @Expects(Message.EVICTED_INSTEAD)
    void effectThatNeedsAllElements_isRefused() {
        loader.weave(Many.class);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::loss)
                .containsExactlyInAnyOrder(RefusedMethod.Loss.STORING, RefusedMethod.Loss.EVICTION);
        assertThat(loader.listener.refused).allSatisfy(refused -> assertThat(refused.reason())
                .contains("the elements of a reactor.core.publisher.Flux are handed on and not kept"));
    }

    @SuppressWarnings("unused")
    static final class Awaited {
        @CacheEvict(key = "user:{id}", phase = CacheEvict.Phase.BEFORE)
        Future<Integer> before(int id) {
            return new FutureTask<>(() -> id);
        }

        @CacheEvict(key = "user:{result}")
        CompletableFuture<Integer> future(int id) {
            return CompletableFuture.completedFuture(id);
        }

        @CachePut(key = "user:{result}", ttl = 1)
        CompletionStage<Integer> stage(int id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    @Test
    void effectsThatCanTakePlaceInTime_areWoven() {
        loader.weave(Awaited.class);

        assertThat(loader.listener.refused).isEmpty();
        assertThat(plan("before").evictions()).hasSize(1);
        assertThat(plan("future").evictions()).hasSize(1);
        assertThat(plan("stage").puts()).hasSize(1);
    }

    static class Special<T> extends CompletableFuture<T> {}

    @SuppressWarnings("unused")
    static final class Futures {
        @CacheEvict(key = "user:{id}")
        Future<Integer> future(int id) {
            return new FutureTask<>(() -> id);
        }

        @CacheEvict(tag = "users", phase = CacheEvict.Phase.ALWAYS)
        FutureTask<Integer> task(int id) {
            return new FutureTask<>(() -> id);
        }

        @CacheEvict(key = "user:{id}")
        Special<Integer> special(int id) {
            return new Special<>();
        }
    }

    /** What Spring's {@code @Async} makes methods return is done when they return it. */
    @Test
    void evictionOfAFuture_isWovenSinceItMayBeDone() {
        loader.weave(Futures.class);

        assertThat(loader.listener.refused).isEmpty();
        for (String method : List.of("future", "task", "special")) {
            assertThat(plan(method).evictions()).hasSize(1);
        }
    }
}
