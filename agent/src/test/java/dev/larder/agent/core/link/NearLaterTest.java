package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Cached;
import dev.larder.Tier;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.WovenApplication;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Copies of results that come later. */
final class NearLaterTest {

    private final RedisServer server = RedisServer.start();
    private RedisConnector connector;
    private RedisConnector elsewhere;
    private RemoteStore store;
    private RemoteStore other;
    private WovenApplication application;
    private Function<String, String> shop;

    /** Answers with the number of the run. */
    public static final class Shop implements Function<String, String> {

        private final AtomicInteger runs = new AtomicInteger();

        @Cached(key = "future", ttl = 60, tier = Tier.NEAR)
        CompletableFuture<String> future() {
            return CompletableFuture.supplyAsync(this::run);
        }

        @Cached(key = "stage", ttl = 60, tier = Tier.NEAR)
        CompletionStage<String> stage() {
            return CompletableFuture.completedStage(run());
        }

        @Cached(key = "mono", ttl = 60, tier = Tier.NEAR)
        Mono<String> mono() {
            return Mono.fromSupplier(this::run);
        }

        private String run() {
            return "run " + runs.incrementAndGet();
        }

        @Override
        public String apply(String method) {
            return switch (method) {
                case "future" -> future().join();
                case "stage" -> stage().toCompletableFuture().join();
                default -> mono().block();
            };
        }
    }

    @BeforeEach
    @SuppressWarnings("unchecked")
    void start() throws Exception {
        connector = RedisConnector.create(Configs.over(server.url()), Ticker.system(), nanos -> {});
        elsewhere = RedisConnector.create(Configs.over(server.url()), Ticker.system(), nanos -> {});
        store = connector.connect(new RecordingListener());
        other = elsewhere.connect(new RecordingListener());
        application = WovenApplication.over(store, NearLaterTest.class);
        shop = (Function<String, String>)
                application.woven(Shop.class).getConstructor().newInstance();
    }

    @AfterEach
    void end() throws IOException {
        application.close();
        connector.close();
        elsewhere.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "mono"})
    void result_isCopied_untilItIsEvictedElsewhere(String method) throws StoreException {
        assertThat(shop.apply(method)).isEqualTo("run 1");
        awaitCopy(method);
        long reads = server.calls("hget");
        for (int i = 0; i < 10; i++) {
            assertThat(shop.apply(method)).isEqualTo("run 1");
        }
        assertThat(server.calls("hget")).isEqualTo(reads);
        assertThat(application.counts().nearHits()).isGreaterThanOrEqualTo(10);

        other.evict(Eviction.ofKey(method), budget());
        await().until(() -> shop.apply(method).equals("run 2"));
        awaitCopy(method);
    }

    private void awaitCopy(String method) {
        await().until(() -> {
            store.check(budget());
            shop.apply(method);
            long reads = server.calls("hget");
            shop.apply(method);
            return server.calls("hget") == reads;
        });
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }
}
