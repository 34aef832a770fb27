package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;

/** Methods that return a {@code Flux}, woven and called as an application does, over memory. */
@Timeout(30)
final class CachedFluxesTest {

    private final WovenApplication application = WovenApplication.of(CachedFluxesTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    static final class Item {
        String name;

        Item(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Callable from the tests, whose own classes are others: by the name of what it is to do. */
    public static final class Shop implements Function<String, Object> {

        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger subscriptions = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();
        final List<Long> requests = new ArrayList<>();
        Sinks.Many<Integer> live = Sinks.many().multicast().directBestEffort();
        Sinks.Many<Integer> work = Sinks.many().unicast().onBackpressureBuffer();

        @Cached(key = "items:{0}", ttl = 60)
        Flux<Item> items(int count) {
            int run = runs.incrementAndGet();
            return Flux.range(1, count)
                    .map(number -> new Item(number + " of " + run))
                    .doOnSubscribe(subscription -> subscriptions.incrementAndGet())
                    .doOnRequest(requests::add)
                    .doOnCancel(cancelled::incrementAndGet);
        }

        @Cached(key = "numbers", ttl = 60)
        Flux<Integer> numbers() {
            runs.incrementAndGet();
            return Flux.range(0, Integer.MAX_VALUE).doOnCancel(cancelled::incrementAndGet);
        }

        @Cached(key = "tenant", ttl = 60)
        Flux<String> tenant() {
            return Flux.deferContextual(context -> Flux.just(context.<String>get("tenant")));
        }

        @Cached(key = "hot", ttl = 60)
        Flux<Integer> hot() {
            runs.incrementAndGet();
            return live.asFlux().map(number -> number + 1);
        }

        @Cached(key = "hot", ttl = 60)
        @CacheEvict(key = "numbers")
        Flux<Integer> hotThatEvicts() {
            return live.asFlux();
        }

        @Cached(key = "failing", ttl = 60)
        Flux<Integer> failing() {
            return Flux.just(1).concatWith(Flux.error(new IllegalStateException("run " + runs.incrementAndGet())));
        }

        @Cached(key = "empty", ttl = 60)
        Flux<String> empty() {
            runs.incrementAndGet();
            return Flux.empty();
        }

        @Cached(key = "slow", ttl = 60)
        Flux<Integer> slow() {
            runs.incrementAndGet();
            return Flux.range(1, 3).concatWith(Flux.defer(() -> {
                Sinks.Many<Integer> end = work;
                return end.asFlux();
            }));
        }

        /** Of what cannot be copied, which the agent would say. */
        @Cached(key = "guarded", ttl = 60)
        synchronized Flux<Object> guarded() {
            return Flux.just(Thread.currentThread());
        }

        @Cached(key = "names", ttl = 60)
        List<String> listWithNull() {
            return new ArrayList<>(Arrays.asList("a", null));
        }

        @Cached(key = "names", ttl = 60)
        Flux<String> names() {
            runs.incrementAndGet();
            return Flux.just("a", "b");
        }

        @Cached(key = "unless:{0}", ttl = 60, unless = "isShort")
        Flux<Integer> unless(int count) {
            runs.incrementAndGet();
            return Flux.range(0, count);
        }

        boolean isShort(List<Integer> numbers) {
            return numbers.size() < 2;
        }

        @Override
        public Object apply(String what) {
            return switch (what) {
                case "found" -> found();
                case "changed" -> changed();
                case "endless" ->
                    List.of(numbers().skip(20_000).blockFirst(), numbers().blockFirst(), runs.get(), cancelled.get());
                case "context" ->
                    List.of(
                            tenant().contextWrite(context -> context.put("tenant", "a"))
                                    .collectList()
                                    .block(),
                            tenant().collectList().block());
                case "hot" -> hotOnes(this::hot);
                case "hot that evicts" -> hotOnes(this::hotThatEvicts);
                case "failing" -> List.of(failure(), failure());
                case "empty" ->
                    List.of(empty().collectList().block(), empty().collectList().block(), runs.get());
                case "backpressure" -> backpressure();
                case "left" ->
                    List.of(
                            items(3).take(1).collectList().block().toString(),
                            items(3).collectList().block().toString(),
                            cancelled.get());
                case "shared" -> shared();
                case "found with null" ->
                    List.of(
                            listWithNull().size(),
                            names().collectList().block(),
                            listWithNull().size(),
                            runs.get());
                case "left out" -> {
                    synchronized (this) {
                        yield guarded().collectList().block().equals(List.of(Thread.currentThread()));
                    }
                }
                case "dropped" -> dropped();
                case "unless" -> {
                    for (int count : new int[] {1, 1, 2, 2}) {
                        unless(count).blockLast();
                    }
                    yield runs.get();
                }
                default -> throw new IllegalArgumentException(what);
            };
        }

        private Object found() {
            Flux<Item> items = items(3);
            int before = runs.get();
            return List.of(
                    before,
                    items.collectList().block().toString(),
                    items.collectList().block().toString(),
                    items(3).map(Item::toString).take(2).collectList().block(),
                    subscriptions.get());
        }

        /** By the subscriber that gets the elements first, while they come. */
        private Object changed() {
            items(2).doOnNext(item -> item.name = "changed").blockLast();
            items(2).doOnNext(item -> item.name = "changed again").blockLast();
            return items(2).collectList().block().toString();
        }

        private Object hotOnes(Supplier<Flux<Integer>> hot) {
            List<Integer> first = new ArrayList<>();
            List<Integer> second = new ArrayList<>();
            hot.get().subscribe(first::add);
            live.tryEmitNext(1);
            hot.get().subscribe(second::add);
            live.tryEmitNext(2);
            live.tryEmitComplete();
            return List.of(first, second, runs.get(), hot.get().collectList().block());
        }

        private Object failure() {
            List<Integer> seen = new ArrayList<>();
            AtomicReference<Throwable> failed = new AtomicReference<>();
            failing().subscribe(seen::add, failed::set);
            return seen + " " + failed.get().getMessage();
        }

        private Object backpressure() {
            List<String> log = new ArrayList<>();
            class OneByOne extends BaseSubscriber<Item> {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    request(2);
                }

                @Override
                protected void hookOnNext(Item value) {
                    log.add(value.name);
                }

                @Override
                protected void hookOnComplete() {
                    log.add("end");
                }
            }
            for (int call = 0; call < 2; call++) {
                OneByOne subscriber = new OneByOne();
                items(3).subscribe(subscriber);
                log.add("pause");
                subscriber.request(5);
            }
            return log + " " + requests;
        }

        private Object shared() {
            CompletableFuture<List<Integer>> first = slow().collectList().toFuture();
            CompletableFuture<List<Integer>> second = slow().collectList().toFuture();
            boolean isWaiting = !first.isDone() && !second.isDone();
            work.tryEmitNext(4);
            work.tryEmitComplete();
            return List.of(isWaiting, first.join(), second.join(), runs.get());
        }

        /** By one that leads the load, and by one that waits for it and is connected to nothing yet. */
        private Object dropped() {
            List<Throwable> dropped = new CopyOnWriteArrayList<>();
            Hooks.onErrorDropped(dropped::add);
            try {
                Disposable first = slow().subscribe();
                slow().subscribe().dispose();
                first.dispose();
            } finally {
                Hooks.resetOnErrorDropped();
            }
            return dropped;
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
    void hit_givesTheElementsAndSubscribesToNothing() throws Exception {
        String all = "[1 of 1, 2 of 1, 3 of 1]";
        assertThat(of("found")).isEqualTo(List.of(0, all, all, List.of("1 of 1", "2 of 1"), 1));
    }

    @Test
    void elementsThatASubscriberChanges_areStoredAsTheyCame() throws Exception {
        assertThat(of("changed")).isEqualTo("[1 of 1, 2 of 1]");
    }

    @Test
    @Expects(Message.UNFIT_RESULT)
    void moreElementsThanTheBound_reachTheSubscriber_andAreNotStored() throws Exception {
        assertThat(of("endless")).isEqualTo(List.of(20_000, 0, 2, 2));
    }

    @Test
    void context_reachesTheSource() throws Exception {
        assertThat(of("context")).isEqualTo(List.of(List.of("a"), List.of("a")));
    }

    @Test
    @Expects(Message.UNFIT_RESULT)
    void hotSource_isNeitherStoredNorShared() throws Exception {
        assertThat(of("hot")).isEqualTo(List.of(List.of(2, 3), List.of(3), 2, List.of()));
    }

    /** The Flux that evicts in its place does not show what it is made of. */
    @Test
    @Expects(Message.UNFIT_RESULT)
    void f49_hotSourceOfAMethodWithEffects_isNeitherStoredNorShared() throws Exception {
        assertThat(of("hot that evicts")).isEqualTo(List.of(List.of(1, 2), List.of(2), 0, List.of()));
    }

    @Test
    void failure_comesAfterTheElementsBeforeIt_andIsNotStored() throws Exception {
        assertThat(of("failing")).isEqualTo(List.of("[1] run 1", "[1] run 2"));
    }

    @Test
    void noElements_areAValue() throws Exception {
        assertThat(of("empty")).isEqualTo(List.of(List.of(), List.of(), 1));
    }

    @Test
    void elementsComeAsTheyAreAskedFor_onAMissAndOnAHit() throws Exception {
        assertThat(of("backpressure"))
                .isEqualTo("[1 of 1, 2 of 1, pause, 3 of 1, end, 1 of 1, 2 of 1, pause, 3 of 1, end] [2, 5]");
    }

    @Test
    void subscriberThatLeaves_cancelsTheSource_andNothingIsStored() throws Exception {
        assertThat(of("left")).isEqualTo(List.of("[1 of 1]", "[1 of 2, 2 of 2, 3 of 2]", 1));
    }

    @Test
    void twoSubscribers_shareOneLoad() throws Exception {
        assertThat(of("shared")).isEqualTo(List.of(true, List.of(1, 2, 3, 4), List.of(1, 2, 3, 4), 1));
    }

    /** It shares the entry with a method that returns a list. */
    @Test
    void f49_foundListWithNull_isNotUsed() throws Exception {
        assertThat(of("found with null")).isEqualTo(List.of(2, List.of("a", "b"), 2, 1));
        assertThat(application.counts().bypasses()).isEqualTo(1);
    }

    /** A caller that holds the monitor of the body runs it outside of the cache. */
    @Test
    void f49_callOutsideOfTheCache_copiesNothing() throws Exception {
        assertThat(of("left out")).isEqualTo(true);
        assertThat(application.counts().bypasses()).isEqualTo(1);
    }

    @Test
    void f49_subscribersThatLeave_leaveNoErrorBehind() throws Exception {
        assertThat(of("dropped")).isEqualTo(List.of());
    }

    @Test
    void unless_isAskedAboutTheList() throws Exception {
        assertThat(of("unless")).isEqualTo(3);
    }
}
