package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.AtOnce;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises of counters; part of {@link CacheStoreContract}. */
public interface CounterContract extends StoreUnderTest {

    @Test
    default void increment_counter_addsUp() throws StoreException {
        assertThat(increment("n", 5)).isEqualTo(5);
        assertThat(increment("n", 2)).isEqualTo(7);
        assertThat(increment("n", -10)).isEqualTo(-3);
        assertThat(increment("n", 0)).isEqualTo(-3);
        assertThat(increment("other", 1)).isEqualTo(1);
    }

    @Test
    default void increment_manyAtOnce_losesNone() throws Exception {
        List<Long> numbers = AtOnce.atOnce(8, i -> {
            long last = 0;
            for (int n = 0; n < 50; n++) {
                last = increment("n", 1);
            }
            return last;
        });
        assertThat(numbers).contains(400L);
        assertThat(increment("n", 0)).isEqualTo(400);
    }

    /** Otherwise a counter that is used all the time would never begin anew. */
    @Test
    default void increment_laterOn_doesNotProlong() throws StoreException {
        store().increment("n", 3, shortTtl().toMillis(), budget());
        store().increment("n", 3, LONG.toMillis(), budget());
        pass(shortTtl());
        assertThat(increment("n", 1)).isEqualTo(1);
    }

    @Test
    default void increment_beyondALong_failsAndLeavesTheNumber() throws StoreException {
        increment("n", Long.MAX_VALUE);
        assertThatThrownBy(() -> increment("n", 1)).isInstanceOf(ArithmeticException.class);
        assertThat(increment("n", -1)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    default void evict_counter_beginsAnew() throws StoreException {
        increment("n:1", 5);
        increment("n:2", 5);
        assertThat(evict(Eviction.ofKey("n:1"))).isEqualTo(1);
        assertThat(increment("n:1", 1)).isEqualTo(1);
        assertThat(evict(Eviction.ofPattern("n:*"))).isEqualTo(2);
        assertThat(increment("n:2", 1)).isEqualTo(1);
    }

    @Test
    default void expire_counter_endsSoonerOrLater() throws StoreException {
        increment("sooner", 5);
        store().increment("later", 5, shortTtl().toMillis(), budget());
        assertThat(store().expire("sooner", shortTtl().toMillis(), budget())).isTrue();
        assertThat(store().expire("later", LONG.toMillis(), budget())).isTrue();
        pass(shortTtl());
        assertThat(increment("sooner", 1)).isEqualTo(1);
        assertThat(increment("later", 1)).isEqualTo(6);
    }

    @Test
    default void counters_andEntriesOfOneKey_doNotMix() throws StoreException {
        increment("k", 5);
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
        Lease loader = grant(K);
        increment("k", 1);
        assertThat(store(loader, "loaded")).isTrue();
        increment("k", 1);
        assertThat(text(K)).isEqualTo("loaded");
        putDirectly(K, "put");
        assertThat(store(takeOver(K), "written")).isTrue();
        assertThat(increment("k", 1)).isEqualTo(8);
        assertThat(text(K)).isEqualTo("written");
        evict(Eviction.ofKey("k"));
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
        assertThat(increment("k", 1)).isEqualTo(1);
    }

    /** Entries come and go beside it, each with a time of its own. */
    @Test
    default void counters_andEntriesOfOneKey_endEachAtItsOwnTime() throws StoreException {
        increment("long", 5);
        grant("long", V1).store(CacheStoreContract.entry("v"), shortTtl().toMillis(), budget());
        put("short", V1, "v");
        store().increment("short", 5, shortTtl().toMillis(), budget());
        pass(shortTtl());
        assertThat(lookup("long", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(increment("long", 1)).isEqualTo(6);
        assertThat(text("short", V1)).isEqualTo("v");
        assertThat(increment("short", 1)).isEqualTo(1);
    }

    @Test
    default void inspect_counter_tellsHowLongItLivesAndNoVersion() throws StoreException {
        increment("n", 5);
        Inspection seen = store().inspect("n", budget());
        assertThat(seen.versions()).isZero();
        assertThat(seen.bytes()).isZero();
        assertThat(seen.leased()).isFalse();
        assertThat(seen.remainingMillis()).isBetween(1L, LONG.toMillis());
    }

    private long increment(String key, long by) throws StoreException {
        return store().increment(key, by, LONG.toMillis(), budget());
    }
}
