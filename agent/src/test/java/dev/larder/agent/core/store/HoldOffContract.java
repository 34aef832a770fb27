package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store promises that was made with a hold-off: see {@link Claim.HeldOff}. */
public interface HoldOffContract extends StoreUnderTest {

    /** Long enough to look before it ends and short enough to wait for. */
    Duration holdOff();

    /** A replica of the source may not have heard yet of what the eviction is about. */
    @Test
    default void h73_claimAfterEvict_isHeldOffForAWhile() throws StoreException {
        put("k", V1, "v");
        evict(Eviction.ofKey("k"));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(claim("k", V1)).isInstanceOf(Claim.HeldOff.class);
        assertThat(claim("k", V2)).isInstanceOf(Claim.HeldOff.class);
        assertThat(claim("other", V1)).isInstanceOf(Claim.Granted.class);
        pass(holdOff());
        assertThat(put("k", V1, "new")).isTrue();
        assertThat(text("k", V1)).isEqualTo("new");
    }

    @Test
    default void h73_claimAfterEvictOfNothing_isHeldOffToo() throws StoreException {
        evict(Eviction.ofKey("k"));
        assertThat(claim("k", V1)).isInstanceOf(Claim.HeldOff.class);
    }

    @Test
    default void h73_claimAfterEvictPattern_isHeldOffForWhatMatched() throws StoreException {
        put("k:1", V1, "v");
        evict(Eviction.ofPattern("k:*"));
        assertThat(claim("k:1", V1)).isInstanceOf(Claim.HeldOff.class);
    }

    @Test
    default void h57_loadFromBeforeTheEviction_isRefused() throws StoreException {
        Lease slow = grant("k", V1);
        evict(Eviction.ofKey("k"));
        assertThat(store(slow, "old")).isFalse();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void evict_again_holdsOffAnew() throws StoreException {
        evict(Eviction.ofKey("k"));
        pass(holdOff().dividedBy(2));
        evict(Eviction.ofKey("k"));
        pass(holdOff().dividedBy(2));
        assertThat(claim("k", V1)).isInstanceOf(Claim.HeldOff.class);
        pass(holdOff().dividedBy(2));
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    /** It knows what was written. */
    @Test
    default void store_byAWriterWhileHeldOff_isFoundAtOnce() throws StoreException {
        evict(Eviction.ofKey("k"));
        assertThat(store(takeOver(new EntryId("k", V1)), "written")).isTrue();
        assertThat(text("k", V1)).isEqualTo("written");
        assertThat(claim("k", V1)).isInstanceOf(Claim.Found.class);
    }

    @Test
    default void putAll_whileHeldOff_isFoundAtOnce() throws StoreException {
        evict(Eviction.ofKey("k"));
        StoredEntry.Encoded entry = CacheStoreContract.entry("written");
        store().putAll(Map.of(new EntryId("k", V1), entry), LONG.toMillis(), budget());
        assertThat(text("k", V1)).isEqualTo("written");
    }

    @Test
    default void release_byAWriterWhileHeldOff_leavesItHeldOff() throws StoreException {
        evict(Eviction.ofKey("k"));
        takeOver(new EntryId("k", V1)).release(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.HeldOff.class);
        pass(holdOff());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void h73_claimAfterEvictTag_isHeldOffForAWhile() throws StoreException {
        put(tagged("k", "a"), "v");
        put(tagged("other", "b"), "o");
        evict(Eviction.ofTag("a"));
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
        assertThat(claim(tagged("k", "a"))).isInstanceOf(Claim.HeldOff.class);
        assertThat(claim(tagged("new", "b", "a"))).isInstanceOf(Claim.HeldOff.class);
        assertThat(claim(tagged("new", "b"))).isInstanceOf(Claim.Granted.class);
        assertThat(text(tagged("other", "b"))).isEqualTo("o");
        pass(holdOff());
        assertThat(put(tagged("k", "a"), "new")).isTrue();
        assertThat(text(tagged("k", "a"))).isEqualTo("new");
    }

    @Test
    default void h57_loadFromBeforeTheEvictionOfItsTag_isRefused() throws StoreException {
        Lease slow = grant(tagged("k", "a"));
        evict(Eviction.ofTag("a"));
        assertThat(store(slow, "old")).isFalse();
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void inspect_heldOff_isNothing() throws StoreException {
        put("k", V1, "v");
        evict(Eviction.ofKey("k"));
        assertThat(store().inspect("k", budget())).isEqualTo(Inspection.NOTHING);
    }
}
