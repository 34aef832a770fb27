package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.ReplyProxy;
import dev.larder.agent.fixtures.ReplyProxy.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy gives one command the answer of another, and every command behind it. */
final class ShiftedRepliesTest {

    private static final EntryId ONE = new EntryId("one", "f1");
    private static final EntryId TWO = new EntryId("two", "f1");
    private static final EntryId TAGGED = new EntryId("tagged", "f1", List.of("t"));
    private static final long TTL_MILLIS = 60_000;

    private static RedisServer server;

    private final RecordingListener listener = new RecordingListener();
    private ReplyProxy proxy;
    private RedisConnector connector;
    private RemoteStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        proxy = ReplyProxy.to(server.port());
        connector = Connectors.to(proxy.url()).make();
        store = connector.connect(listener);
        for (EntryId id : List.of(ONE, TWO, TAGGED)) {
            load(id);
        }
    }

    @AfterEach
    void disconnect() {
        connector.close();
        proxy.close();
    }

    /** What a mixed-up proxy may deliver. */
    @SuppressWarnings("ImmutableEnumChecker") // each of them keeps no state
    private enum Other {
        QUEUED(Fault.insert("+QUEUED\r\n")),
        OK(Fault.insert("+OK\r\n")),
        NUMBER(Fault.insert(":1\r\n")),
        ARRAY(Fault.insert("*2\r\n$1\r\n1\r\n$7\r\ngranted\r\n")),
        TEXT(Fault.insert("$6\r\nstored\r\n")),
        VALUE(Fault.insert("$42\r\n2:1999999999999:\n{\"another\":\"key's value\"}\r\n")),
        REPEATED(Fault.repeat()),
        LOST(Fault.lose());

        private final Fault fault;

        Other(Fault fault) {
            this.fault = fault;
        }
    }

    private interface Action {
        void run() throws StoreException;
    }

    @Test
    void h116_hitsShiftedByOne_theOthersValueIsNotServed() throws StoreException {
        assertThat(text(ONE)).isEqualTo("one");
        proxy.once("HGET", Fault.repeat());
        assertThatThrownBy(() -> store.lookup(TWO, budget()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("belonged to another command");
        assertLost();
        assertThatThrownBy(() -> store.lookup(ONE, budget())).isInstanceOf(StoreException.class);
    }

    @Test
    void h116_twoHitsSwapped_neitherIsServed() throws StoreException {
        proxy.once("HGET", (reply, before) -> Bytes.of("$0\r\n\r\n"));
        assertThatThrownBy(() -> store.lookup(ONE, budget())).isInstanceOf(StoreException.class);
        assertLost();
    }

    @Test
    void h116_severalHitsInOneRoundTripShifted_noneIsServed() throws StoreException {
        proxy.once(words -> words.get(0).equals("HGET") && words.get(1).equals("shop:two"), 1, Fault.repeat());
        assertThatThrownBy(() -> store.lookupAll(List.of(ONE, TWO, TAGGED), budget()))
                .isInstanceOf(StoreException.class);
        assertLost();
    }

    /** An entry that somebody copied or renamed is no fault of the connection. */
    @Test
    void h116_entryWasRenamed_isAMissAndIsReplaced() throws StoreException {
        server.command("RENAME", "shop:one", "shop:two");
        assertThat(store.lookup(TWO, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.lookupAll(List.of(TWO, TAGGED), budget()).get(0)).isEqualTo(Lookup.ABSENT);
        load(TWO);
        assertThat(text(TWO)).isEqualTo("two");
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void h116_somebodyElseWroteThere_isAMissAndIsReplaced() throws StoreException {
        server.command("HSET", "shop:two", "v:f1", "QUEUED");
        assertThat(store.lookup(TWO, budget())).isEqualTo(Lookup.ABSENT);
        load(TWO);
        assertThat(text(TWO)).isEqualTo("two");
        assertThat(listener.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void h116_claim_grantsNothingAndFindsNothingOfOthers(Other other) {
        isRefused("EVALSHA", other, () -> store.claim(new EntryId("new", "f1"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_store_isNotTakenForDone(Other other) throws StoreException {
        Lease lease = granted(new EntryId("new", "f1"));
        isRefused("EVALSHA", other, () -> lease.store(CacheStoreContract.entry("new"), TTL_MILLIS, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_eviction_isNotTakenForConfirmed(Other other) {
        isRefused("UNLINK", other, () -> store.evict(Eviction.ofKey("one"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_evictionOfATag_isNotTakenForConfirmed(Other other) {
        isRefused("UNLINK", other, () -> store.evict(Eviction.ofTag("t"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_scanOfAPattern_isNotTakenForComplete(Other other) {
        isRefused("SCAN", other, () -> store.evict(Eviction.ofPattern("o*"), budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_counter_doesNotBecomeAnother(Other other) {
        isRefused("EVALSHA", other, () -> store.increment("counter", 1, TTL_MILLIS, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_puts_areNotTakenForDone(Other other) {
        isRefused(
                "EVALSHA",
                other,
                () -> store.putAll(Map.of(ONE, CacheStoreContract.entry("put")), TTL_MILLIS, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_standingOfALease_isNotAnothersField(Other other) throws StoreException {
        Lease lease = granted(new EntryId("new", "f1"));
        isRefused("HGET", other, () -> lease.stands(budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_markOfAWriter_isNotAnothersText(Other other) throws StoreException {
        WriteMark mark = store.mark(budget());
        isRefused("GET", other, () -> store.takeOver(ONE, mark, budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_heartbeat_findsTheShift(Other other) {
        isRefused("TIME", other, () -> store.check(budget()));
    }

    @ParameterizedTest
    @EnumSource
    void h116_shiftBehindAPing_isFoundByTheNextHeartbeat(Other other) {
        proxy.once("PING", other.fault);
        assertThatThrownBy(() -> {
                    store.check(shortBudget());
                    store.check(shortBudget());
                    store.check(shortBudget());
                })
                .isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @EnumSource
    void h116_whatIsToldOfTheData_isNotAnothers(Other other) {
        isRefused("INFO", other, () -> store.lineage(budget()));
    }

    /** It would serve what is over for as long as that clock is behind. */
    @Test
    void h116_tryingOut_setsNoClockByAnothersTime() {
        proxy.once("TIME", Fault.insert("*2\r\n$10\r\n1000000000\r\n$1\r\n0\r\n"));
        assertThatThrownBy(() -> connector.connect(new RecordingListener()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("belonged to another command");
        assertThat(proxy.isDone()).isTrue();
    }

    /** It would be logged as the name of an application. */
    @Test
    void h116_nameOfTheNamespacesUser_isNotAnothersText() throws StoreException {
        proxy.once(
                words -> words.get(0).equals("GET") && words.get(1).equals("shop# application"),
                1,
                Fault.insert("$6\r\nsecret\r\n"));
        RedisConnector used = connector.usedBy("orders");
        try {
            used.connect(listener);
            await().untilAsserted(this::assertLost);
            assertThat(proxy.isDone()).isTrue();
        } finally {
            used.close();
        }
    }

    /** Who waits for an answer on the same connection does not use it, whoever found out. */
    @Test
    void h116_manyCallersAtOnce_noneGetsAnothersValue() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<EntryId> ids = IntStream.range(0, 50)
                    .mapToObj(i -> new EntryId("k" + i, "f1"))
                    .toList();
            for (EntryId id : ids) {
                load(id);
            }
            proxy.once(words -> words.get(0).equals("HGET"), 500, Fault.repeat());
            List<Future<Integer>> all = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                Random random = new Random(caller);
                all.add(callers.submit(() -> readUntilLost(ids, random)));
            }
            for (Future<Integer> each : all) {
                assertThat(each.get()).as("reads that were answered").isLessThan(100_000);
            }
            assertLost();
        } finally {
            callers.shutdownNow();
        }
    }

    private int readUntilLost(List<EntryId> ids, Random random) {
        for (int reads = 0; reads < 100_000; reads++) {
            EntryId id = ids.get(random.nextInt(ids.size()));
            try {
                assertThat(store.lookup(id, budget())).satisfies(found -> isOwn(id, found));
            } catch (StoreException e) {
                return reads;
            }
        }
        return 100_000;
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, 60).mapToObj(i -> 1_116_000L + i);
    }

    /** Whatever is shifted wherever: what is said to be so is so, by a look at the server. */
    @ParameterizedTest
    @MethodSource("seeds")
    void h116_anyShiftAtAnyMoment_nothingSaidIsUntrue(long seed) throws StoreException {
        Random random = new Random(seed);
        Other other = Other.values()[random.nextInt(Other.values().length)];
        proxy.once(words -> true, 1 + random.nextInt(60), other.fault);
        List<EntryId> ids = List.of(ONE, TWO, TAGGED);
        for (int step = 0; step < 80; step++) {
            EntryId id = ids.get(random.nextInt(ids.size()));
            try {
                take(random.nextInt(7), id);
            } catch (StoreException e) {
                if (listener.events().toString().contains("lost")) {
                    return;
                }
            }
        }
        assertThat(proxy.isDone()).isTrue();
        assertThat(listener.events()).as("what was lost, with %s", other).anySatisfy(event -> assertThat(event)
                .contains("lost"));
    }

    private void take(int step, EntryId id) throws StoreException {
        switch (step) {
            case 0, 1, 2 -> isOwn(id, store.lookup(id, shortBudget()));
            case 3 -> {
                if (store.claim(id, shortBudget()) instanceof Claim.Granted granted) {
                    if (granted.lease().store(CacheStoreContract.entry(id.key()), TTL_MILLIS, shortBudget())) {
                        assertThat(server.command("HEXISTS", "shop:" + id.key(), "v:f1"))
                                .isEqualTo(1L);
                    }
                }
            }
            case 4 -> {
                store.evict(Eviction.ofKey(id.key()), shortBudget());
                assertThat(server.command("EXISTS", "shop:" + id.key())).isEqualTo(0L);
            }
            case 5 -> {
                long number = store.increment("counter", 1, TTL_MILLIS, shortBudget());
                assertThat(server.command("HGET", "shop:counter", "n")).isEqualTo(Long.toString(number));
            }
            default -> store.check(shortBudget());
        }
    }

    private static void isOwn(EntryId id, Lookup found) {
        if (found instanceof Lookup.Fresh fresh) {
            assertThat(CacheStoreContract.textOf(fresh.entry())).isEqualTo(id.key());
        }
    }

    /** A lost answer that nothing comes behind is a time-out, which the next answer would be taken for. */
    private void isRefused(String command, Other other, Action action) {
        Predicate<List<String>> meant = words -> words.get(0).equals(command);
        proxy.once(meant, 1, other.fault);
        assertThatThrownBy(action::run).isInstanceOf(StoreException.class);
        assertThat(proxy.isDone()).isTrue();
        if (other == Other.LOST) {
            assertThatThrownBy(() -> {
                        store.check(shortBudget());
                        store.check(shortBudget());
                    })
                    .isInstanceOf(StoreException.class);
        } else {
            assertLost();
        }
    }

    private void assertLost() {
        assertThat(listener.events())
                .first()
                .asString()
                .startsWith("lost: an answer came that belonged to another command");
    }

    private void load(EntryId id) throws StoreException {
        assertThat(granted(id).store(CacheStoreContract.entry(id.key()), TTL_MILLIS, budget()))
                .isTrue();
    }

    private Lease granted(EntryId id) throws StoreException {
        Claim claim = store.claim(id, budget());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    private String text(EntryId id) throws StoreException {
        return CacheStoreContract.textOf(((Lookup.Fresh) store.lookup(id, budget())).entry());
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }

    private static Budget shortBudget() {
        return new Budget(Ticker.system(), Duration.ofMillis(200));
    }
}
