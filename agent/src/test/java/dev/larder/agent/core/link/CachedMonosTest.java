package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Methods that return a {@code Mono}, woven and called as an application does, over memory. */
@Timeout(30)
final class CachedMonosTest {

    private final WovenApplication application = WovenApplication.of(CachedMonosTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    interface Api<T> {
        @Cached(key = "api:{0}", ttl = 60)
        Mono<T> find(long id);
    }

    /** Callable from the tests, whose own classes are others. */
    public static final class Shop implements Api<List<String>>, Supplier<Map<String, Object>> {

        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger subscriptions = new AtomicInteger();

        @Override
        public Mono<List<String>> find(long id) {
            int run = runs.incrementAndGet();
            return Mono.fromSupplier(
                    () -> new ArrayList<>(List.of(id + " of run " + run + "." + subscriptions.incrementAndGet())));
        }

        @Cached(key = "tenant:{0}", ttl = 60)
        Mono<String> ofTenant(int id) {
            return Mono.deferContextual(context -> Mono.just(context.get("tenant") + "" + id));
        }

        @Cached(key = "empty", ttl = 60)
        Mono<String> empty() {
            runs.incrementAndGet();
            return Mono.empty();
        }

        @Cached(key = "uncachedNull", ttl = 60, nullTtl = 0)
        Mono<String> emptyUncached() {
            runs.incrementAndGet();
            return Mono.empty();
        }

        @Cached(key = "optional", ttl = 60)
        Mono<Optional<String>> optional() {
            runs.incrementAndGet();
            return Mono.just(Optional.empty());
        }

        @Cached(key = "failing", ttl = 60)
        Mono<String> failing() {
            return Mono.error(new IllegalStateException("run " + runs.incrementAndGet()));
        }

        final RuntimeException own = new CompletionException(new IllegalStateException("of a step"));

        @Cached(key = "wrapped", ttl = 60)
        Mono<String> wrapped() {
            return Mono.fromCallable(() -> {
                throw own;
            });
        }

        @Cached(key = "throwing", ttl = 60)
        Mono<String> throwing() {
            throw new IllegalArgumentException("run " + runs.incrementAndGet());
        }

        @Cached(key = "noMono", ttl = 60)
        Mono<String> noMono() {
            return null;
        }

        @Cached(key = "unless:{0}", ttl = 60, unless = "isOdd")
        Mono<Integer> unless(int number) {
            runs.incrementAndGet();
            return Mono.just(number);
        }

        boolean isOdd(Integer number) {
            return number % 2 == 1;
        }

        @Cached(key = "when:{0}", ttl = 60, when = "isEven")
        Mono<Integer> when(int number) {
            runs.incrementAndGet();
            return Mono.just(number);
        }

        boolean isEven(int number) {
            return number % 2 == 0;
        }

        @Cached(key = "nothingEver", ttl = 60)
        Mono<Void> nothingEver() {
            runs.incrementAndGet();
            return Mono.empty();
        }

        Sinks.One<String> slow = Sinks.one();
        final AtomicInteger cancelled = new AtomicInteger();

        @Cached(key = "slow", ttl = 60)
        Mono<String> slow() {
            runs.incrementAndGet();
            return slow.asMono().doOnCancel(cancelled::incrementAndGet);
        }

        @Cached(key = "bypassed", ttl = 60, when = "never")
        Mono<String> bypassed() {
            return slow.asMono().doOnCancel(cancelled::incrementAndGet);
        }

        boolean never() {
            return false;
        }

        @Override
        public Map<String, Object> get() {
            Mono<List<String>> seven = find(7);
            int runsBeforeSubscription = runs.get();
            seven.block().clear();
            return Map.of(
                    "before subscription", runsBeforeSubscription,
                    "interface", List.of(find(7).block(), seven.block(), find(8).block()),
                    "context",
                            List.of(
                                    ofTenant(1)
                                            .contextWrite(context -> context.put("tenant", "a"))
                                            .block(),
                                    ofTenant(1).block()),
                    "empty", List.of(runsOf(this::empty), empty().blockOptional()),
                    "empty that is not stored", runsOf(this::emptyUncached),
                    "optional", List.of(runsOf(this::optional), optional().block()),
                    "unless", List.of(runsOf(() -> unless(1)), runsOf(() -> unless(2))),
                    "when", List.of(runsOf(() -> when(1)), runsOf(() -> when(2))));
        }

        private int runsOf(Supplier<Mono<?>> call) {
            int before = runs.get();
            call.get().block();
            call.get().block();
            return runs.get() - before;
        }

        List<String> failures() {
            return List.of(message(failing()), message(failing()), message(throwing()), message(noMono()));
        }

        private static String message(Mono<?> mono) {
            CompletableFuture<?> future = mono.toFuture();
            return future.handle((value, thrown) -> thrown.getClass().getSimpleName() + " " + thrown.getMessage())
                    .join();
        }

        /** One subscriber gives up. The other one waits on, and gets the value of the load that the first one began. */
        List<Object> shared() {
            Disposable first = slow().subscribe();
            CompletableFuture<String> second = slow().toFuture();
            first.dispose();
            boolean isWaiting = !second.isDone();
            slow.tryEmitValue("there");
            return List.of(isWaiting, second.join(), slow().block(), runs.get(), cancelled.get());
        }

        /** A failure that reaches a subscriber who has left is one that Reactor logs. */
        List<Throwable> dropped() {
            List<Throwable> dropped = new CopyOnWriteArrayList<>();
            Hooks.onErrorDropped(dropped::add);
            try {
                slow().subscribe().dispose();
                bypassed().subscribe().dispose();
                slow.tryEmitError(new IllegalStateException("after they have left"));
            } finally {
                Hooks.resetOnErrorDropped();
            }
            return dropped;
        }

        /** That also one of a library for futures passes through as it is. */
        boolean failsWithItsOwn() {
            AtomicReference<Throwable> seen = new AtomicReference<>();
            wrapped().subscribe(value -> {}, seen::set);
            return seen.get() == own;
        }

        /** Outside of the cache, to cancel is to cancel the source. */
        int cancelled() {
            bypassed().subscribe().dispose();
            return cancelled.get();
        }

        int runsOfRefused() {
            return runsOf(this::nothingEver);
        }
    }

    @SuppressWarnings("unchecked") // which its own class is not for this loader
    private Supplier<Map<String, Object>> shop() throws ReflectiveOperationException {
        return (Supplier<Map<String, Object>>)
                application.woven(Shop.class).getDeclaredConstructor().newInstance();
    }

    private Object call(String method) throws ReflectiveOperationException {
        Object shop = shop();
        var declared = shop.getClass().getDeclaredMethod(method);
        declared.setAccessible(true);
        return declared.invoke(shop);
    }

    @Test
    void subscriptions_areAnsweredWithTheValue() throws Exception {
        Map<String, Object> seen = shop().get();
        assertThat(seen.get("before subscription")).isEqualTo(0);
        assertThat(seen.get("interface"))
                .isEqualTo(List.of(List.of("7 of run 1.1"), List.of("7 of run 1.1"), List.of("8 of run 2.2")));
        assertThat(seen.get("context")).isEqualTo(List.of("a1", "a1"));
        assertThat(seen.get("empty")).isEqualTo(List.of(1, Optional.empty()));
        assertThat(seen.get("empty that is not stored")).isEqualTo(2);
        assertThat(seen.get("optional")).isEqualTo(List.of(1, Optional.empty()));
        assertThat(seen.get("unless")).isEqualTo(List.of(2, 1));
        assertThat(seen.get("when")).isEqualTo(List.of(2, 1));
        assertThat(application.refusals()).isEmpty();
        assertThat(application.faults()).isEmpty();
        assertThat(application.counts().errors()).isZero();
    }

    @Test
    void failures_reachTheSubscriberAndAreNotStored() throws Exception {
        List<?> failures = (List<?>) call("failures");
        assertThat(failures.subList(0, 3))
                .isEqualTo(List.of(
                        "IllegalStateException run 1",
                        "IllegalStateException run 2",
                        "IllegalArgumentException run 3"));
        assertThat(application.counts().errors()).isZero();
    }

    @Test
    void f49_exceptionOfTheBody_reachesTheSubscriberAsItIs() throws Exception {
        assertThat(call("failsWithItsOwn")).isEqualTo(true);
    }

    @Test
    void f49_subscriberThatGivesUp_leavesNoErrorBehind() throws Exception {
        assertThat((List<?>) call("dropped")).isEmpty();
    }

    @Test
    void subscriberThatGivesUp_leavesTheLoadToTheOthers() throws Exception {
        assertThat(call("shared")).isEqualTo(List.of(true, "there", "there", 1, 0));
    }

    @Test
    void subscriberOutsideOfTheCache_cancelsTheSource() throws Exception {
        assertThat(call("cancelled")).isEqualTo(1);
    }

    @Test
    void monoWithoutAValueToKeep_isRefused() throws Exception {
        assertThat(call("runsOfRefused")).isEqualTo(2);
        assertThat(application.refusals()).singleElement().asString().contains("nothingEver", "its Mono has no value");
    }
}
