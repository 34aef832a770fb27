package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.WovenApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a batch waits for Redis, told by an answer that takes a while, and what that is worth. */
@Silent
@Timeout(120)
final class BatchRoundTripsTest {

    private static final Duration DELAY = Duration.ofMillis(20);

    /** Replaces the envelope of each value. */
    private static final String GARBLE = """
            for _, key in ipairs(redis.call('KEYS', '*')) do
              if redis.call('TYPE', key).ok == 'hash' then
                for _, field in ipairs(redis.call('HKEYS', key)) do
                  local value = redis.call('HGET', key, field)
                  local head = string.find(value, '\\n', 1, true)
                  if head then
                    redis.call('HSET', key, field, string.sub(value, 1, head) .. 'garbage')
                  end
                end
              end
            end
            """;

    /** Calls {@code many} or {@code later} for a list, {@code one} for each of its numbers. */
    public static final class Shop implements BiFunction<String, List<Long>, Object> {

        private final List<Integer> runs = new ArrayList<>();

        @Cached(key = "user:{id}", ttl = 60)
        public String one(long id) {
            return "user " + id;
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> many(List<Long> ids) {
            runs.add(ids.size());
            Map<Long, String> found = new HashMap<>();
            ids.forEach(id -> found.put(id, "user " + id));
            return found;
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public CompletableFuture<Map<Long, String>> later(List<Long> ids) {
            return CompletableFuture.completedFuture(many(ids));
        }

        @Override
        public Object apply(String method, List<Long> ids) {
            switch (method) {
                case "clear":
                    runs.clear();
                    return null;
                case "later":
                    return later(ids).join();
                case "many":
                    return many(ids);
                case "one":
                    ids.forEach(this::one);
                    return null;
                default:
                    return List.copyOf(runs);
            }
        }
    }

    private static CacheStore connect(String url, List<RedisConnector> connectors) throws StoreException {
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                "shop",
                RedisConfig.at(url),
                defaults.memory(),
                defaults.load(),
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
        RedisConnector connector = RedisConnector.create(config, Ticker.system(), nanos -> {});
        connectors.add(connector);
        return connector.connect(new RecordingListener());
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, List<Long>, Object> shop(WovenApplication application) throws Exception {
        return (BiFunction<String, List<Long>, Object>)
                application.woven(Shop.class).getConstructor().newInstance();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    /** Three questions to the store, each answered within a few delays although it has hundreds of commands. */
    @Test
    void thousandIds_with900Hits_takeThreeRoundTripsAndOneRun() throws Exception {
        List<RedisConnector> connectors = new ArrayList<>();
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(server.port())) {
            CountingStore store = new CountingStore(connect(proxy.url(), connectors));
            try (WovenApplication application = WovenApplication.over(store, BatchRoundTripsTest.class)) {
                BiFunction<String, List<Long>, Object> shop = shop(application);
                fill(application, shop, ids(0, 900));
                long hits = application.counts().hits();
                int runs = ((List<?>) shop.apply("runs", List.of())).size();
                store.questions.clear();
                proxy.delayAnswers(DELAY);
                long hgets = server.calls("hget");

                long start = System.nanoTime();
                assertThat((Map<?, ?>) shop.apply("many", ids(0, 1_000))).hasSize(1_000);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

                assertThat(store.questions).containsExactly("lookupAll 1000", "claimAll 100", "store 100");
                List<?> sizes = (List<?>) shop.apply("runs", List.of());
                assertThat(sizes.subList(runs, sizes.size())).isEqualTo(List.of(100));
                assertThat(server.calls("hget") - hgets).isGreaterThanOrEqualTo(1_000);
                assertThat(application.counts().hits() - hits).isEqualTo(900);
                assertThat(application.counts().stores()).isGreaterThanOrEqualTo(1_000);
                assertThat(millis).as("of 1,200 commands, each %s", DELAY).isLessThan(1_000);
            }
        } finally {
            connectors.forEach(RedisConnector::close);
        }
    }

    /** One for its lease and one to store it; whether the namespace was emptied meanwhile is asked once for each round trip. */
    @Test
    void coldIds_takeTwoScriptsEach() throws Exception {
        List<RedisConnector> connectors = new ArrayList<>();
        try (RedisServer server = RedisServer.start()) {
            try (WovenApplication application =
                    WovenApplication.over(connect(server.url(), connectors), BatchRoundTripsTest.class)) {
                BiFunction<String, List<Long>, Object> shop = shop(application);
                fill(application, shop, ids(-100, 0)); // so that the server knows the scripts
                long scripts = 0;
                long stored = 0;
                for (int i = 1; i < 50 && stored < 200; i++) { // under load a call may take longer than it waits
                    long stores = application.counts().stores();
                    scripts = -server.calls("evalsha");
                    assertThat((Map<?, ?>) shop.apply("many", ids(i * 200L, (i + 1) * 200L)))
                            .hasSize(200);
                    scripts += server.calls("evalsha");
                    stored = application.counts().stores() - stores;
                }
                assertThat(stored).isEqualTo(200);
                assertThat(scripts).isBetween(400L, 405L);
            }
        } finally {
            connectors.forEach(RedisConnector::close);
        }
    }

    /** Such as of another key to encrypt with, or written by another program. */
    @Test
    void unreadableEntries_areDiscardedTogether() throws Exception {
        List<RedisConnector> connectors = new ArrayList<>();
        try (RedisServer server = RedisServer.start()) {
            CountingStore store = new CountingStore(connect(server.url(), connectors));
            try (WovenApplication application = WovenApplication.over(store, BatchRoundTripsTest.class)) {
                BiFunction<String, List<Long>, Object> shop = shop(application);
                fill(application, shop, ids(0, 200));
                server.command("EVAL", GARBLE, "0");
                store.questions.clear();
                shop.apply("clear", List.of());

                assertThat((Map<?, ?>) shop.apply("many", ids(0, 200))).hasSize(200);

                assertThat(store.questions)
                        .startsWith("lookupAll 200", "discardAll 200", "claimAll 200")
                        .noneMatch(question -> question.equals("discard"));
                assertThat((List<?>) shop.apply("runs", List.of())).isEqualTo(List.of(200));
            }
        } finally {
            connectors.forEach(RedisConnector::close);
        }
    }

    /** The claims are sent again all at once, and the server learns the script of the stores as well. */
    @Test
    void serverHasForgottenTheScripts_theyAreSentAgainTogether() throws Exception {
        List<RedisConnector> connectors = new ArrayList<>();
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(server.port())) {
            CacheStore store = connect(proxy.url(), connectors);
            List<EntryId> entries = ids(0, 100).stream()
                    .map(id -> new EntryId("user:" + id, "fp", List.of(), null))
                    .toList();
            server.command("SCRIPT", "FLUSH");
            proxy.delayAnswers(DELAY);

            List<Claim> claims = store.claimAll(entries, new Budget(Ticker.system(), DELAY.multipliedBy(30)));

            assertThat(claims).hasSize(100).allMatch(Claim.Granted.class::isInstance);
            Budget within = new Budget(Ticker.system(), DELAY.multipliedBy(30));
            List<PendingStore> stores = new ArrayList<>();
            StoresTogether together = new StoresTogether();
            for (Claim claim : claims) {
                StoredEntry entry = new StoredEntry.Encoded(new byte[] {1});
                stores.add(((Claim.Granted) claim).lease().startStore(entry, 60_000, 0, together, within));
            }
            together.send(within);
            for (PendingStore pending : stores) {
                assertThat(pending.await(within)).isTrue();
            }
        } finally {
            connectors.forEach(RedisConnector::close);
        }
    }

    @Test
    void cluster_idsOfAllServers_areFoundAndStored() throws Exception {
        List<RedisConnector> connectors = new ArrayList<>();
        try (RedisCluster cluster = RedisCluster.start()) {
            CacheStore store = connect(cluster.url(), connectors);
            try (WovenApplication application = WovenApplication.over(store, BatchRoundTripsTest.class)) {
                BiFunction<String, List<Long>, Object> shop = shop(application);
                fill(application, shop, ids(0, 100));
                shop.apply("one", ids(100, 110));
                long hits = application.counts().hits();
                assertThat((Map<?, ?>) shop.apply("many", ids(0, 110))).hasSize(110);
                assertThat((Map<?, ?>) shop.apply("later", ids(50, 150))).hasSize(100);
                assertThat((Map<?, ?>) shop.apply("later", ids(0, 150))).hasSize(150);
                assertThat(application.counts().hits() - hits).isGreaterThanOrEqualTo(300);
                for (RedisServer node : cluster.nodes()) {
                    assertThat((long) node.command("DBSIZE")).isGreaterThan(10);
                }
            }
        } finally {
            connectors.forEach(RedisConnector::close);
        }
    }

    /** Under load the first commands may take longer than a call waits. */
    private static void fill(
            WovenApplication application, BiFunction<String, List<Long>, Object> shop, List<Long> ids) {
        for (int i = 0; i < 50 && application.counts().stores() < ids.size(); i++) {
            assertThat((Map<?, ?>) shop.apply("many", ids)).hasSize(ids.size());
        }
    }

    /** Notes what it is asked. */
    private static final class CountingStore extends ForwardingStore {

        private final CacheStore store;
        private final List<String> questions = new ArrayList<>();
        private int sent;

        CountingStore(CacheStore store) {
            super(store);
            this.store = store;
        }

        @Override
        public Lookup lookup(EntryId id, Budget budget) throws StoreException {
            questions.add("lookup");
            return super.lookup(id, budget);
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            questions.add("claim");
            return super.claim(id, budget);
        }

        @Override
        public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
            questions.add("lookupAll " + ids.size());
            return store.lookupAll(ids, budget);
        }

        @Override
        public List<Claim> claimAll(List<EntryId> ids, Budget budget) throws StoreException {
            questions.add("claimAll " + ids.size());
            List<Claim> counted = new ArrayList<>();
            for (Claim claim : store.claimAll(ids, budget)) {
                counted.add(
                        claim instanceof Claim.Granted granted
                                ? new Claim.Granted(new CountingLease(granted.lease()))
                                : claim);
            }
            return counted;
        }

        @Override
        public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
            questions.add("discard");
            store.discard(id, unreadable, budget);
        }

        @Override
        public void discardAll(Map<EntryId, StoredEntry> unreadable, Budget budget) throws StoreException {
            questions.add("discardAll " + unreadable.size());
            store.discardAll(unreadable, budget);
        }

        /** Stores that are sent before an answer is awaited are one question. */
        private final class CountingLease implements Lease {

            private final Lease lease;

            CountingLease(Lease lease) {
                this.lease = lease;
            }

            @Override
            public boolean keepsReferences() {
                return lease.keepsReferences();
            }

            @Override
            public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget)
                    throws StoreException {
                questions.add("store");
                return lease.store(entry, ttlMillis, staleMillis, budget);
            }

            @Override
            public PendingStore startStore(
                    StoredEntry entry, long ttlMillis, long staleMillis, StoresTogether together, Budget budget)
                    throws StoreException {
                PendingStore pending = lease.startStore(entry, ttlMillis, staleMillis, together, budget);
                sent++;
                return waiting -> {
                    if (sent > 0) {
                        questions.add("store " + sent);
                        sent = 0;
                    }
                    return pending.await(waiting);
                };
            }

            @Override
            public boolean stands(Budget budget) throws StoreException {
                return lease.stands(budget);
            }

            @Override
            public void release(Budget budget) throws StoreException {
                lease.release(budget);
            }
        }
    }
}
