package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A store that evicts in steps, and one in another process that loads meanwhile. Pages are made of parts, parts of rows, and rows of
 * the source.
 */
@Timeout(120)
abstract class PagesOfRows {

    /** So many of each kind, that some page goes before its part and its row, in whatever order the keys come. */
    static final int MANY = 6;

    /** So many others, that a scan takes several steps. */
    static final int OTHERS = 1_500;

    static final List<String> KINDS = List.of("row:", "part:", "page:");
    static final long TTL_MILLIS = 600_000;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ExecutorService threads = Executors.newCachedThreadPool();
    final Steps evicting = new Steps();
    final Steps loading = new Steps();
    final RecordingListener listener = new RecordingListener();
    RedisConnector evictors;
    RedisConnector loaders;
    RemoteStore evictor;
    RemoteStore loader;
    volatile String source = "old";

    /** Which both stores are in. */
    abstract RedisOrCluster redis();

    @BeforeEach
    void connect() throws StoreException {
        redis().fill(OTHERS);
        evictors = Connectors.to(redis().url()).ticker(evicting).make();
        loaders = Connectors.to(redis().url()).ticker(loading).make();
        evictor = evictors.connect(listener);
        loader = loaders.connect(listener);
        for (EntryId id : ids()) {
            read(id);
        }
        source = "new";
    }

    @AfterEach
    void disconnect() {
        threads.shutdownNow();
        List<String> events = List.copyOf(listener.events());
        evictors.close();
        loaders.close();
        assertThat(events).isEmpty();
    }

    /** As a cached method does, whose body calls another one. */
    String read(EntryId id) {
        try {
            if (loader.lookup(id, budget()) instanceof Lookup.Fresh fresh) {
                return CacheStoreContract.textOf(fresh.entry());
            }
            Claim claim = loader.claim(id, budget());
            String made = body(id);
            if (claim instanceof Claim.Granted granted) {
                store(granted.lease(), made);
            }
            return made;
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    String body(EntryId id) {
        int kind = KINDS.indexOf(id.key().substring(0, id.key().indexOf(':') + 1));
        int number =
                Integer.parseInt(id.key().substring(id.key().indexOf(':') + 1).replaceAll("\\D", "0"));
        return kind <= 0 ? source : read(id(KINDS.get(kind - 1), number));
    }

    static boolean store(Lease lease, String text) throws StoreException {
        return lease.store(CacheStoreContract.entry(text), TTL_MILLIS, budget());
    }

    List<String> found() throws StoreException {
        List<String> texts = new ArrayList<>();
        for (Lookup answer : loader.lookupAll(ids(), budget())) {
            if (answer instanceof Lookup.Fresh fresh) {
                texts.add(CacheStoreContract.textOf(fresh.entry()));
            }
        }
        return texts;
    }

    static List<EntryId> ids() {
        return KINDS.stream()
                .flatMap(kind -> IntStream.range(0, MANY).mapToObj(n -> id(kind, n)))
                .toList();
    }

    static List<EntryId> pages() {
        return IntStream.range(0, MANY).mapToObj(PagesOfRows::page).toList();
    }

    static Set<String> keys(List<String> kinds) {
        Set<String> keys = new HashSet<>();
        kinds.forEach(kind -> IntStream.range(0, MANY).forEach(n -> keys.add(kind + n)));
        return keys;
    }

    static EntryId page(int n) {
        return id("page:", n);
    }

    static EntryId id(String kind, int n) {
        return new EntryId(kind + n, "f1", List.of("all-" + kind, "t-" + kind + n));
    }

    static Budget budget() {
        return new Budget(Ticker.system(), PATIENCE);
    }
}
