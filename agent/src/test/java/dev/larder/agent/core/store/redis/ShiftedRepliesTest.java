package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.fixtures.ReplyProxy.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy gives one look-up the answer of another, and every command behind it. */
final class ShiftedRepliesTest extends MixedUpProxy {

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
}
