package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Evictions of several steps, and loads between these steps by another process. Pages are made of parts, parts of rows, and rows
 * of the source: so what a load of a page finds may be what the eviction has not come to yet.
 */
@Timeout(120)
abstract class BetweenStepsContract {

    /** So many of each kind, that some page goes before its part and its row, in whatever order the keys come. */
    private static final int MANY = 6;

    /** So many others, that a scan takes several steps. */
    private static final int OTHERS = 1_500;

    private static final List<String> KINDS = List.of("row:", "part:", "page:");
    private static final long TTL_MILLIS = 600_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    final Steps evicting = new Steps();
    private final Steps loading = new Steps();
    private final RecordingListener listener = new RecordingListener();
    private RedisConnector evictors;
    private RedisConnector loaders;
    RemoteStore evictor;
    RemoteStore loader;
    private volatile String source = "old";

    /** Of an empty Redis. */
    abstract String url();

    /** Writes {@code count} keys that no eviction here is about. */
    abstract void fill(int count);

    /** Sends a command about one key to the server that has it. */
    abstract void command(String... words);

    @BeforeEach
    void connect() throws StoreException {
        fill(OTHERS);
        evictors = Connectors.to(url()).ticker(evicting).make();
        loaders = Connectors.to(url()).ticker(loading).make();
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

    static Stream<Eviction> evictions() {
        Set<String> tags = new HashSet<>();
        KINDS.forEach(kind -> IntStream.range(0, MANY).forEach(n -> tags.add("t-" + kind + n)));
        Set<String> many = new HashSet<>(keys(KINDS));
        IntStream.range(0, 300).forEach(n -> many.add("another:" + n));
        return Stream.of(
                Eviction.ofPattern("*"),
                Eviction.ofPattern("?????*"),
                new Eviction(Set.of(), Set.of(), Set.of("page:*", "part:*", "row:*")),
                new Eviction(keys(List.of("row:")), Set.of(), Set.of("pa*")),
                new Eviction(keys(List.of("page:")), Set.of(), Set.of("row:*", "part:*")),
                new Eviction(Set.of(), Set.of("all-row:", "all-part:"), Set.of("page:*")),
                Eviction.ofKeys(keys(KINDS)),
                Eviction.ofKeys(many),
                new Eviction(Set.of(), tags, Set.of()),
                new Eviction(Set.of(), Set.of("all-row:", "all-part:", "all-page:"), Set.of()),
                new Eviction(keys(List.of("page:")), Set.of("all-row:", "all-part:"), Set.of()),
                new Eviction(keys(List.of("row:", "part:")), Set.of("all-page:"), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f47_loadsBetweenTheSteps_areNotFoundAfterwards(Eviction eviction) throws StoreException {
        evicting.atEach(() -> pages().forEach(this::read));

        evictor.evict(eviction, evicting.budget());

        evicting.atEach(() -> {});
        assertThat(found()).doesNotContain("old");
        ids().forEach(this::read);
        assertThat(found()).hasSize(KINDS.size() * MANY).containsOnly("new");
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f47_writesBetweenTheSteps_areNotFoundAfterwards(Eviction eviction) throws StoreException {
        evicting.atEach(() -> pages().forEach(this::write));

        evictor.evict(eviction, evicting.budget());

        evicting.atEach(() -> {});
        assertThat(found()).doesNotContain("old");
        pages().forEach(this::write);
        assertThat(found()).contains("new");
    }

    static Stream<Eviction> someEvictions() {
        return Stream.of(
                Eviction.ofPattern("*"),
                Eviction.ofKeys(keys(KINDS)),
                new Eviction(Set.of(), Set.of("all-row:", "all-part:"), Set.of("page:*")));
    }

    /** Each of them stops once before it claims, so that the eviction begins and is under way when it goes on. */
    @ParameterizedTest
    @MethodSource("someEvictions")
    void f47_loadThatClaimsWhileTheEvictionBegins_isVoid(Eviction eviction) throws Exception {
        int interleavings = 0;
        for (int look = 1; look <= 6; look++) {
            for (int step : List.of(3, 8)) {
                source = "old";
                ids().forEach(this::read);
                source = "new";
                loader.evict(Eviction.ofKeys(Set.of("page:1", "part:1")), budget());
                interleavings += claimWhile(eviction, look, step) ? 1 : 0;
            }
        }
        assertThat(interleavings).as("claims while the eviction was under way").isGreaterThanOrEqualTo(4);
    }

    /** Returns whether the claim went on between the beginning and the end of the eviction. */
    private boolean claimWhile(Eviction eviction, int look, int step) throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        evicting.at(step, () -> {
            underWay.countDown();
            await(goOn);
        });
        List<Future<Long>> evicted = new ArrayList<>();
        loading.at(look, () -> {
            evicted.add(threads.submit((Callable<Long>) () -> {
                try {
                    return evictor.evict(eviction, evicting.budget());
                } finally {
                    underWay.countDown();
                }
            }));
            await(underWay);
        });
        EntryId page = page(1);
        Claim claim = loader.claim(page, loading.budget());
        String made = read(id("part:", 1));
        boolean isBetween = !evicted.isEmpty() && !evicted.get(0).isDone();
        goOn.countDown();
        loading.atEach(() -> {});
        evicting.atEach(() -> {});
        if (evicted.isEmpty()) {
            return false; // a claim takes fewer looks at the clock
        }
        evicted.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (claim instanceof Claim.Granted granted && made.equals("old")) {
            assertThat(granted.lease().stands(budget()))
                    .as("look %d, step %d", look, step)
                    .isFalse();
            assertThat(store(granted.lease(), made))
                    .as("look %d, step %d", look, step)
                    .isFalse();
        }
        assertThat(found()).as("look %d, step %d", look, step).doesNotContain("old");
        return isBetween;
    }

    @Test
    void loadsThatTheEvictionDoesNotCover_areStored() throws StoreException {
        evicting.atEach(() -> read(new EntryId("elsewhere", "f1", List.of("t"))));

        evictor.evict(new Eviction(Set.of("page:1"), Set.of("all-row:"), Set.of("par*")), evicting.budget());

        evicting.atEach(() -> {});
        assertThat(loader.lookup(new EntryId("elsewhere", "f1", List.of("t")), budget()))
                .isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void twoEvictionsAtOnce_eachHoldsLoadsOffUntilItsOwnEnd() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        evicting.at(9, () -> {
            underWay.countDown();
            await(goOn);
        });
        Future<Long> slow = threads.submit(() -> evictor.evict(Eviction.ofPattern("p*"), evicting.budget()));
        await(underWay);

        loader.evict(Eviction.ofPattern("p*"), budget());

        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
        assertThat(loader.takeOver(page(1), null, budget())).isNull();
        goOn.countDown();
        slow.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Granted.class);
    }

    static Stream<List<String>> foreign() {
        return Stream.of(
                List.of("SET", ""),
                List.of("SET", "\n"),
                List.of("SET", "\n\n"),
                List.of("SET", "a\nb"),
                List.of("SET", "not ours"),
                List.of("SET", "not ours\nat all"),
                List.of("SET", "deadbeef.1"),
                List.of("SET", "\ndeadbeef.1 9999999999999 p*\n"),
                List.of("SET", "deadbeef.1\nnot ours\n"),
                List.of("SET", "deadbeef.1\n\n"),
                List.of("SET", "deadbeef.1\ndeadbeef.1 9999999999999 p*\n"), // of a clock that is far ahead
                List.of("LPUSH", "not ours"),
                List.of("SADD", "not ours"),
                List.of("ZADD", "1", "not ours"),
                List.of("XADD", "*", "not", "ours"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void f38_foreignTextOrTypeInPlaceOfTheNotices_coversNothing(List<String> foreign) throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        putInPlaceOfTheNotices(foreign);

        assertThat(loader.takeOver(page(2), null, budget())).isNotNull();
        Claim claim = loader.claim(page(1), budget());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        assertThat(store(((Claim.Granted) claim).lease(), "new")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void f38_foreignTextOrTypeInPlaceOfTheNotices_isReplacedByThem(List<String> foreign) throws StoreException {
        putInPlaceOfTheNotices(foreign);
        evicting.atEach(() -> pages().forEach(this::read));

        evictor.evict(Eviction.ofPattern("*"), evicting.budget());

        assertThat(found()).doesNotContain("old");
    }

    @Test
    void noticeOfAnotherProcess_coversUntilItsEnd() throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        long end = System.currentTimeMillis() + Notices.LASTS.toMillis();
        putInPlaceOfTheNotices(List.of("SET", "deadbeef.1\ndeadbeef.1 " + end + " p*\n"));
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
    }

    /** As after its machine stood still together with its clock, or Redis's clock was set forward: until it asks again. */
    @Test
    void f47_noticeThatIsFarAwayByAClockThatIsBehind_covers() throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        loading.advance(Duration.ofMinutes(-1));
        long end = System.currentTimeMillis() + Notices.LASTS.toMillis();
        putInPlaceOfTheNotices(List.of("SET", "deadbeef.1\ndeadbeef.1 " + end + " p*\n"));
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
        assertThat(loader.takeOver(page(2), null, budget())).isNull();
    }

    /** As when Redis's clock was set back, or when the answer to the look comes late: at any step of a claim. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void f47_noticeThatHasEndedByAClockThatIsAhead_covers(int look) throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        long end = System.currentTimeMillis() + Notices.LASTS.toMillis();
        putInPlaceOfTheNotices(List.of("SET", "deadbeef.1\ndeadbeef.1 " + end + " p*\n"));
        loading.at(look, () -> loading.advance(Notices.LASTS.plusSeconds(5)));
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
    }

    private void putInPlaceOfTheNotices(List<String> foreign) {
        command("DEL", "shop#\u0002");
        List<String> words = new ArrayList<>(foreign);
        words.add(1, "shop#\u0002");
        command(words.toArray(String[]::new));
    }

    /** Through another thread that waits: what holds up only ends by itself. */
    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

    /** As a method with a put does, whose body calls a cached one. */
    private void write(EntryId id) {
        try {
            Lease lease = loader.takeOver(id, null, budget());
            String made = body(id);
            if (lease == null || !store(lease, made)) {
                loader.evict(Eviction.ofKey(id.key()), budget());
            }
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private String body(EntryId id) {
        int kind = KINDS.indexOf(id.key().substring(0, id.key().indexOf(':') + 1));
        int number =
                Integer.parseInt(id.key().substring(id.key().indexOf(':') + 1).replaceAll("\\D", "0"));
        return kind <= 0 ? source : read(id(KINDS.get(kind - 1), number));
    }

    private static boolean store(Lease lease, String text) throws StoreException {
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

    private static List<EntryId> ids() {
        return KINDS.stream()
                .flatMap(kind -> IntStream.range(0, MANY).mapToObj(n -> id(kind, n)))
                .toList();
    }

    static List<EntryId> pages() {
        return IntStream.range(0, MANY).mapToObj(BetweenStepsContract::page).toList();
    }

    static Set<String> keys(List<String> kinds) {
        Set<String> keys = new HashSet<>();
        kinds.forEach(kind -> IntStream.range(0, MANY).forEach(n -> keys.add(kind + n)));
        return keys;
    }

    private static EntryId page(int n) {
        return id("page:", n);
    }

    private static EntryId id(String kind, int n) {
        return new EntryId(kind + n, "f1", List.of("all-" + kind, "t-" + kind + n));
    }

    static Budget budget() {
        return new Budget(Ticker.system(), PATIENCE);
    }

    /** A clock that runs something when a store looks at it, which it does before each command. It stands still meanwhile. */
    static final class Steps implements Ticker {

        private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);
        private final AtomicLong stoodStill = new AtomicLong();
        private Runnable action = () -> {};
        private int left;

        Budget budget() {
            return new Budget(this, PATIENCE);
        }

        /** As if the thread had waited for so long. */
        void advance(Duration time) {
            stoodStill.addAndGet(-time.toNanos());
        }

        synchronized void atEach(Runnable each) {
            left = -1;
            action = each;
        }

        synchronized void at(int look, Runnable once) {
            left = look;
            action = once;
        }

        private synchronized Runnable due() {
            if (left == 0 || (left > 0 && --left > 0)) {
                return () -> {};
            }
            return action;
        }

        @Override
        public long nanoTime() {
            boolean isClients = Thread.currentThread().getName().startsWith("larder-");
            if (!busy.get() && !isClients) {
                busy.set(true);
                long start = System.nanoTime();
                try {
                    due().run();
                } finally {
                    busy.set(false);
                    stoodStill.addAndGet(System.nanoTime() - start);
                }
            }
            return System.nanoTime() - stoodStill.get();
        }
    }
}
