package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.WovenApplication;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that return a {@code Mono} or a {@code Flux}, over a store that has to be waited for. */
@Timeout(30)
final class ColdCallsElsewhereTest {

    private final WovenApplication application =
            WovenApplication.over(new ForwardingStore() {}, ColdCallsElsewhereTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    /** Callable from the tests, whose own classes are others: by the name of what it is to do. */
    public static final class Shop implements Function<String, Object> {

        private static final Duration SOON = Duration.ofSeconds(20);

        final List<String> places = new CopyOnWriteArrayList<>();
        final AtomicInteger runs = new AtomicInteger();

        @Cached(key = "one", ttl = 60)
        Mono<String> one() {
            note("body");
            return Mono.just("one");
        }

        @Cached(key = "all", ttl = 60)
        Flux<Integer> all() {
            runs.incrementAndGet();
            note("body");
            return Flux.range(1, 2).doOnSubscribe(subscription -> note("source"));
        }

        @Cached(key = "hot", ttl = 60)
        Flux<Integer> hot() {
            runs.incrementAndGet();
            return Flux.range(1, 2).publish().autoConnect();
        }

        final StackOverflowError own = new StackOverflowError("theirs");

        @Cached(key = "throwing", ttl = 60)
        Flux<Integer> throwing() {
            throw own;
        }

        private void note(String what) {
            String kind = Thread.currentThread().getName().startsWith("larder-body-") ? "a body thread" : "another one";
            places.add(what + " on " + kind + (LoadingThread.current().innermost == null ? "" : " in the load"));
        }

        @Override
        public Object apply(String what) {
            return switch (what) {
                case "mono" -> {
                    one().doOnNext(value -> note("subscriber")).block(SOON);
                    yield places;
                }
                case "flux" -> {
                    all().doOnNext(value -> note("subscriber")).blockLast(SOON);
                    yield places;
                }
                case "stored" -> List.of(collected(all()), collected(all()), runs.get());
                case "throwing" ->
                    throwing()
                            .onErrorResume(thrown -> Flux.just(thrown == own ? 1 : 0))
                            .blockLast(SOON);
                case "hot" -> List.of(collected(hot()), collected(hot()), runs.get());
                default -> throw new IllegalArgumentException(what);
            };
        }

        private static List<Integer> collected(Flux<Integer> flux) {
            return flux.collectList().block(SOON);
        }
    }

    @SuppressWarnings("unchecked") // which its own class is not for this loader
    private Object of(String what) throws ReflectiveOperationException {
        Function<String, Object> shop = (Function<String, Object>)
                application.woven(Shop.class).getDeclaredConstructor().newInstance();
        Object seen = shop.apply(what);
        assertThat(application.refusals()).isEmpty();
        assertThat(application.faults()).isEmpty();
        assertThat(application.counts().errors()).isZero();
        return seen;
    }

    @Test
    void mono_bodyRunsOnAThreadForBodies_andTheSubscriberOnTheApplications() throws Exception {
        assertThat(of("mono")).isEqualTo(List.of("body on a body thread in the load", "subscriber on another one"));
    }

    /** One that blocks would keep bodies of others from running, and what it calls would be taken for a part of the load. */
    @Test
    void f49_flux_sourceAndSubscriberRunOnTheApplicationsThreads_outsideOfTheLoad() throws Exception {
        assertThat(of("flux"))
                .isEqualTo(List.of(
                        "body on a body thread in the load",
                        "source on another one",
                        "subscriber on another one",
                        "subscriber on another one"));
    }

    @Test
    void flux_isStoredOnce() throws Exception {
        assertThat(of("stored")).isEqualTo(List.of(List.of(1, 2), List.of(1, 2), 1));
    }

    /** Operators that catch exceptions do not catch this one. */
    @Test
    void f49_errorThatTheBodyThrows_reachesTheSubscriber() throws Exception {
        assertThat(of("throwing")).isEqualTo(1);
    }

    @Test
    void hotFlux_reachesItsSubscriber_andIsNotStored() throws Exception {
        assertThat(of("hot")).isEqualTo(List.of(List.of(1, 2), List.of(1, 2), 2));
    }
}
