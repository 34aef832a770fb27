package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.fixtures.ReactiveTransactionLog;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A transaction may have written, or read, what nobody else can see. */
@Timeout(30)
final class CallInReactiveTransactionTest {

    /** Callable from the test, whose own class is another. */
    public static final class Shop implements Supplier<List<Integer>> {

        final AtomicInteger runs = new AtomicInteger();

        @Cached(key = "one", ttl = 60)
        Mono<Integer> one() {
            return Mono.fromSupplier(runs::incrementAndGet);
        }

        @Cached(key = "all", ttl = 60)
        Flux<Integer> all() {
            return Flux.defer(() -> Flux.just(runs.incrementAndGet()));
        }

        @Override
        public List<Integer> get() {
            ReactiveTransactionLog transactions = new ReactiveTransactionLog(new ArrayList<>());
            List<Integer> seen = new ArrayList<>();
            seen.add(transactions.around(one()).block());
            seen.add(one().block());
            seen.add(transactions.around(one()).block());
            seen.add(one().block());
            seen.add(transactions.around(all().next()).block());
            seen.add(all().blockLast());
            seen.add(all().blockLast());
            return seen;
        }
    }

    @Test
    @SuppressWarnings("unchecked") // which its own class is not for this loader
    void callInATransaction_neitherFindsNorStoresAnything() throws Exception {
        try (WovenApplication application = WovenApplication.of(CallInReactiveTransactionTest.class)) {
            Supplier<List<Integer>> shop = (Supplier<List<Integer>>)
                    application.woven(Shop.class).getDeclaredConstructor().newInstance();
            assertThat(shop.get()).containsExactly(1, 2, 3, 2, 4, 5, 5);
            assertThat(application.counts().bypasses()).isEqualTo(3);
            assertThat(application.faults()).isEmpty();
        }
    }
}
