package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A store and its time, for contracts, and short ways to use them. */
public interface StoreUnderTest {

    /** The fingerprint of one version of a type, and of another. */
    String V1 = "f1";

    String V2 = "f2";

    /** The first version of one key. */
    EntryId K = new EntryId("k", V1);

    Duration LONG = Duration.ofMinutes(10);

    /** Empty, and the same all through one test. */
    CacheStore store();

    /** Lets the store's time pass. */
    void pass(Duration time);

    /** How long the store's leases last. */
    Duration lease();

    /** A time to live that is long enough to look before it ends and short enough to wait for. */
    Duration shortTtl();

    default Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }

    /** Names the first version, by a reader or writer who knows of {@code tags}. */
    default EntryId tagged(String key, String... tags) {
        return new EntryId(key, V1, List.of(tags));
    }

    default Lookup lookup(String key, String fingerprint) throws StoreException {
        return lookup(new EntryId(key, fingerprint));
    }

    default Lookup lookup(EntryId id) throws StoreException {
        return store().lookup(id, budget());
    }

    default Claim claim(String key, String fingerprint) throws StoreException {
        return claim(new EntryId(key, fingerprint));
    }

    default Claim claim(EntryId id) throws StoreException {
        return store().claim(id, budget());
    }

    default Lease grant(String key, String fingerprint) throws StoreException {
        return grant(new EntryId(key, fingerprint));
    }

    default Lease grant(EntryId id) throws StoreException {
        Claim claim = claim(id);
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    /** For a writer that knows the key before it writes. */
    default Lease takeOver(EntryId id) throws StoreException {
        Lease lease = store().takeOver(id, null, budget());
        assertThat(lease).isNotNull();
        return lease;
    }

    default boolean store(Lease lease, String text) throws StoreException {
        return lease.store(CacheStoreContract.entry(text), LONG.toMillis(), budget());
    }

    /** As a load does it. */
    default boolean put(String key, String fingerprint, String text) throws StoreException {
        return put(new EntryId(key, fingerprint), text);
    }

    default boolean put(EntryId id, String text) throws StoreException {
        return store(grant(id), text);
    }

    default void putDirectly(EntryId id, String text) throws StoreException {
        store().putAll(Map.of(id, CacheStoreContract.entry(text)), LONG.toMillis(), budget());
    }

    default long evict(Eviction eviction) throws StoreException {
        return store().evict(eviction, budget());
    }

    default StoredEntry fresh(String key, String fingerprint) throws StoreException {
        return fresh(new EntryId(key, fingerprint));
    }

    default StoredEntry fresh(EntryId id) throws StoreException {
        Lookup lookup = lookup(id);
        assertThat(lookup).isInstanceOf(Lookup.Fresh.class);
        return ((Lookup.Fresh) lookup).entry();
    }

    default String text(String key, String fingerprint) throws StoreException {
        return text(new EntryId(key, fingerprint));
    }

    default String text(EntryId id) throws StoreException {
        return CacheStoreContract.textOf(fresh(id));
    }
}
