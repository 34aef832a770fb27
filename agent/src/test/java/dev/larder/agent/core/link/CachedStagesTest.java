package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cached;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods that return a stage, woven and called as an application does, over memory. */
@Timeout(30)
final class CachedStagesTest {

    private final WovenApplication application = WovenApplication.of(CachedStagesTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    interface Api<T> {
        @Cached(key = "api:{0}", ttl = 60)
        CompletionStage<T> find(long id);
    }

    /** Callable from the tests, whose own classes are others. */
    public static final class Shop implements Api<List<String>>, Supplier<Map<String, Object>> {

        final AtomicInteger runs = new AtomicInteger();

        @Override
        public CompletionStage<List<String>> find(long id) {
            return CompletableFuture.completedFuture(
                    new ArrayList<>(List.of(id + " of run " + runs.incrementAndGet())));
        }

        @Cached(key = "named:{name}:{count}", ttl = 60)
        CompletableFuture<String> named(String name, int count) {
            return CompletableFuture.supplyAsync(() -> name + count + " of run " + runs.incrementAndGet());
        }

        CompletableFuture<String> itself() {
            return named("self", 1).thenCombine(named("self", 1), (one, other) -> one + " and " + other);
        }

        @Cached(key = "sum:{numbers}", ttl = 60)
        CompletableFuture<Integer> sum(List<Integer> numbers, CompletableFuture<?> start) {
            runs.incrementAndGet();
            return start.thenApply(
                    started -> numbers.stream().mapToInt(Integer::intValue).sum());
        }

        /** Changes its list before the sum is made, and gives what it got and how often the body has run. */
        String sumOfAChangedList() {
            List<Integer> numbers = new ArrayList<>(List.of(1, 2));
            CompletableFuture<Object> start = new CompletableFuture<>();
            CompletableFuture<Integer> given = sum(numbers, start);
            numbers.add(3);
            start.complete("now");
            int first = given.join();
            return first + " " + sum(List.of(1, 2), start).join() + " " + runs.get();
        }

        @Cached(key = "null", ttl = 60)
        CompletableFuture<String> nothing() {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        @Cached(key = "uncachedNull", ttl = 60, nullTtl = 0)
        CompletableFuture<String> nothingStored() {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        @Cached(key = "empty", ttl = 60)
        CompletableFuture<Optional<String>> empty() {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Cached(key = "noStage", ttl = 60)
        CompletableFuture<String> noStage() {
            runs.incrementAndGet();
            return null;
        }

        @Cached(key = "throwing", ttl = 60)
        CompletableFuture<String> throwing() {
            throw new IllegalArgumentException("run " + runs.incrementAndGet());
        }

        @Cached(key = "unless:{0}", ttl = 60, unless = "isOdd")
        CompletableFuture<Integer> unless(int number) {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(number);
        }

        boolean isOdd(Integer number) {
            return number % 2 == 1;
        }

        @Cached(key = "when:{0}", ttl = 60, when = "isEven")
        CompletableFuture<Integer> when(int number) {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(number);
        }

        boolean isEven(int number) {
            return number % 2 == 0;
        }

        @Cached(key = "stream", ttl = 60)
        CompletableFuture<Stream<String>> stream() {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(Stream.of("a"));
        }

        @Cached(key = "nothingEver", ttl = 60)
        CompletableFuture<Void> nothingEver() {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        /** The runs of what each step calls twice. */
        @Override
        public Map<String, Object> get() {
            CompletableFuture<List<String>> found = find(7).toCompletableFuture();
            found.join().clear();
            return Map.of(
                    "interface",
                            List.of(
                                    find(7).toCompletableFuture().join(),
                                    find(8).toCompletableFuture().join()),
                    "own", find(7) != find(7),
                    "itself", List.of(itself().join(), named("self", 2).join().substring(0, 5)),
                    "null", runsOf(this::nothing),
                    "null that is not stored", runsOf(this::nothingStored),
                    "empty", runsOf(this::empty),
                    "unless", List.of(runsOf(() -> unless(1)), runsOf(() -> unless(2))),
                    "when", List.of(runsOf(() -> when(1)), runsOf(() -> when(2))),
                    "no stage", noStage() == null && noStage() == null);
        }

        private int runsOf(Supplier<CompletableFuture<?>> call) {
            int before = runs.get();
            call.get().join();
            call.get().join();
            return runs.get() - before;
        }

        int runsOfRefused() {
            return runsOf(this::nothingEver) + runsOf(this::stream);
        }
    }

    @SuppressWarnings("unchecked") // which its own class is not for this loader
    private Supplier<Map<String, Object>> shop() throws ReflectiveOperationException {
        return (Supplier<Map<String, Object>>)
                application.woven(Shop.class).getDeclaredConstructor().newInstance();
    }

    private static Object call(Object shop, String method) throws ReflectiveOperationException {
        var declared = shop.getClass().getDeclaredMethod(method);
        declared.setAccessible(true);
        return declared.invoke(shop);
    }

    /** It would be found under the key of the list as it was. */
    @Test
    void listChangedBeforeTheStageIsComplete_resultIsNotStored() throws Exception {
        assertThat(call(shop(), "sumOfAChangedList")).isEqualTo("6 3 2");
    }

    @Test
    void calls_areAnsweredWithTheValue() throws Exception {
        Map<String, Object> seen = shop().get();
        assertThat(seen.get("interface")).isEqualTo(List.of(List.of("7 of run 1"), List.of("8 of run 2")));
        assertThat(seen.get("own")).isEqualTo(true);
        assertThat(seen.get("itself")).isEqualTo(List.of("self1 of run 3 and self1 of run 3", "self2"));
        assertThat(seen.get("null")).isEqualTo(1);
        assertThat(seen.get("null that is not stored")).isEqualTo(2);
        assertThat(seen.get("empty")).isEqualTo(1);
        assertThat(seen.get("unless")).isEqualTo(List.of(2, 1));
        assertThat(seen.get("when")).isEqualTo(List.of(2, 1));
        assertThat(seen.get("no stage")).isEqualTo(true);
        assertThat(application.refusals()).isEmpty();
        assertThat(application.faults()).isEmpty();
    }

    @Test
    void bodyThatThrowsItself_throwsOnTheCallersThread() throws Exception {
        Object shop = shop();
        assertThatThrownBy(() -> call(shop, "throwing")).hasRootCauseMessage("run 1");
        assertThatThrownBy(() -> call(shop, "throwing")).hasRootCauseMessage("run 2");
    }

    @Test
    void futuresWithoutAValueToKeep_areRefused() throws Exception {
        Object shop = shop();
        assertThat(call(shop, "runsOfRefused")).isEqualTo(4);
        assertThat(application.refusals())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("nothingEver", "its CompletableFuture has no value"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "the value of its CompletableFuture, java.util.stream.Stream, can be used once only"));
    }

    @Test
    void hit_isCompleteOnReturn() throws Exception {
        Object shop = shop();
        ((CompletableFuture<?>) call(shop, "itself")).get(10, TimeUnit.SECONDS);
        assertThat((CompletableFuture<?>) call(shop, "itself")).isCompleted();
    }
}
