package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Subscribers that ask for as many elements as there are, and never for more: the end needs no demand in Reactive Streams. */
@Timeout(30)
final class ExactDemandTest {

    private final WovenApplication application = WovenApplication.of(ExactDemandTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    /** Called by the name of what it is to do from the tests, whose own classes are others. */
    public static final class Shop implements Function<String, Object> {

        private final Sinks.Many<Integer> work = Sinks.many().unicast().onBackpressureBuffer();

        @Cached(key = "numbers:{0}", ttl = 60)
        Flux<Integer> numbers(int count) {
            return Flux.range(1, count);
        }

        @Cached(key = "slow", ttl = 60)
        Flux<Integer> slow() {
            return Flux.defer(work::asFlux);
        }

        @Cached(key = "empty", ttl = 60)
        Mono<Integer> empty() {
            return Mono.empty();
        }

        @Cached(key = "failing", ttl = 60)
        Flux<Integer> failing() {
            return Flux.error(new IllegalStateException("no database"));
        }

        @Override
        public Object apply(String what) {
            return switch (what) {
                case "none" -> List.of(asked(numbers(0), 0), asked(numbers(0), 0));
                case "all" -> List.of(asked(numbers(3), 3), asked(numbers(3), 3));
                case "mono" -> List.of(asked(empty(), 0), asked(empty(), 0));
                case "failing" -> asked(failing(), 0);
                case "later" -> later();
                default -> throw new IllegalArgumentException(what);
            };
        }

        /** One that leads the load, and one that waits for it. */
        private Object later() {
            List<Object> first = asked(slow(), 2);
            List<Object> second = asked(slow(), 2);
            work.tryEmitNext(1);
            work.tryEmitNext(2);
            work.tryEmitComplete();
            Awaitility.await().until(() -> second.contains("end")); // it is told on another thread
            return List.of(first, second);
        }

        private static List<Object> asked(Publisher<Integer> publisher, int demand) {
            List<Object> seen = new CopyOnWriteArrayList<>();
            publisher.subscribe(new BaseSubscriber<Integer>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    if (demand > 0) {
                        request(demand);
                    }
                }

                @Override
                protected void hookOnNext(Integer value) {
                    seen.add(value);
                }

                @Override
                protected void hookOnError(Throwable thrown) {
                    seen.add(thrown.getMessage());
                }

                @Override
                protected void hookOnComplete() {
                    seen.add("end");
                }
            });
            return seen;
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
    void fluxWithoutElements_ends_onAMissAndOnAHit() throws Exception {
        assertThat(of("none")).isEqualTo(List.of(List.of("end"), List.of("end")));
    }

    @Test
    void lastElementThatIsAskedFor_isFollowedByTheEnd_onAMissAndOnAHit() throws Exception {
        assertThat(of("all")).isEqualTo(List.of(List.of(1, 2, 3, "end"), List.of(1, 2, 3, "end")));
    }

    @Test
    void elementsThatComeLater_areFollowedByTheEnd_forAllThatShareTheLoad() throws Exception {
        assertThat(of("later")).isEqualTo(List.of(List.of(1, 2, "end"), List.of(1, 2, "end")));
    }

    @Test
    void emptyMono_endsWithoutDemand() throws Exception {
        assertThat(of("mono")).isEqualTo(List.of(List.of("end"), List.of("end")));
    }

    @Test
    void failure_comesWithoutDemand() throws Exception {
        assertThat(of("failing")).isEqualTo(List.of("no database"));
    }
}
