package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises of claims and leases; part of {@link CacheStoreContract}. */
public interface LeaseContract extends StoreUnderTest {

    @Test
    default void claim_afterStore_findsTheEntry() throws StoreException {
        put("k", V1, "v");
        assertThat(claim("k", V1))
                .isInstanceOfSatisfying(Claim.Found.class, found -> assertThat(CacheStoreContract.textOf(found.entry()))
                        .isEqualTo("v"));
    }

    /** To look whether there is an entry, and to take the lease, is one step. */
    @Test
    default void claim_byManyAtOnce_isGrantedToOne() throws Exception {
        int callers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            for (String key : List.of("a", "b", "c", "d", "e")) {
                List<Callable<Claim>> claims = Collections.nCopies(callers, () -> claim(key, V1));
                int granted = 0;
                for (Future<Claim> claim : threads.invokeAll(claims)) {
                    granted += claim.get() instanceof Claim.Granted ? 1 : 0;
                }
                assertThat(granted).isOne();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void claim_whileAnotherLoads_isHeldForAtMostTheLease() throws StoreException {
        grant("k", V1);
        assertThat(claim("k", V1)).isInstanceOfSatisfying(Claim.Held.class, held -> assertThat(held.remainingMillis())
                .isBetween(1L, lease().toMillis()));
    }

    @Test
    default void claim_whileAnotherVersionLoads_isHeld() throws StoreException {
        grant("k", V1);
        assertThat(claim("k", V2)).isInstanceOf(Claim.Held.class);
    }

    @Test
    default void claim_whileAnotherKeyLoads_isGranted() throws StoreException {
        grant("k", V1);
        assertThat(claim("other", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void claim_afterRelease_isGranted() throws StoreException {
        grant("k", V1).release(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void release_afterRelease_doesNotEndTheNextLease() throws StoreException {
        Lease first = grant("k", V1);
        first.release(budget());
        Lease second = grant("k", V1);
        first.release(budget());
        assertThat(claim("k", V1)).isInstanceOf(Claim.Held.class);
        assertThat(second.store(CacheStoreContract.entry("v"), LONG.toMillis(), budget()))
                .isTrue();
    }

    @Test
    default void store_afterRelease_isRefused() throws StoreException {
        Lease lease = grant("k", V1);
        lease.release(budget());
        assertThat(lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void store_twiceUnderOneLease_isRefusedTheSecondTime() throws StoreException {
        Lease lease = grant("k", V1);
        assertThat(lease.store(CacheStoreContract.entry("first"), LONG.toMillis(), budget()))
                .isTrue();
        assertThat(lease.store(CacheStoreContract.entry("second"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(text("k", V1)).isEqualTo("first");
    }

    @Test
    default void stands_fromTheClaimToTheStore() throws StoreException {
        Lease lease = grant("k", V1);
        assertThat(lease.stands(budget())).isTrue();
        assertThat(store(lease, "v")).isTrue();
        assertThat(lease.stands(budget())).isFalse();
    }

    @Test
    default void stands_afterRelease_isFalseForTheOneReleased() throws StoreException {
        Lease first = grant("k", V1);
        first.release(budget());
        Lease second = grant("k", V1);
        assertThat(first.stands(budget())).isFalse();
        assertThat(second.stands(budget())).isTrue();
    }

    @Test
    default void stands_afterAnyEvictionOfItsKey_isFalse() throws StoreException {
        for (Eviction eviction :
                List.of(Eviction.ofKey("k"), Eviction.ofPattern("k*"), Eviction.ofPattern(Eviction.EVERYTHING))) {
            Lease lease = grant("k", V1);
            evict(eviction);
            assertThat(lease.stands(budget())).as("after %s", eviction).isFalse();
        }
    }

    @Test
    default void stands_afterEvictionOfAnotherKey_isTrue() throws StoreException {
        Lease lease = grant("k", V1);
        evict(Eviction.ofKey("other"));
        evict(Eviction.ofPattern("o*"));
        assertThat(lease.stands(budget())).isTrue();
    }

    /** Nothing was evicted: who asks does not end a load that takes long. */
    @Test
    default void stands_leaseOutlived_isTrueUntilItIsTakenOver() throws StoreException {
        Lease slow = grant("k", V1);
        pass(lease());
        assertThat(slow.stands(budget())).isTrue();
        Lease next = grant("k", V1);
        assertThat(slow.stands(budget())).isFalse();
        assertThat(next.stands(budget())).isTrue();
    }

    @Test
    default void h59_leaseOutlived_isTakenOverAndTheLateStoreRefused() throws StoreException {
        Lease late = grant("k", V1);
        pass(lease().plusMillis(50));
        Lease second = grant("k", V1);
        assertThat(late.store(CacheStoreContract.entry("late"), LONG.toMillis(), budget()))
                .isFalse();
        late.release(budget());
        assertThat(second.store(CacheStoreContract.entry("second"), LONG.toMillis(), budget()))
                .isTrue();
        assertThat(text("k", V1)).isEqualTo("second");
    }

    @Test
    default void h59_leaseOutlivedAndUnchallenged_stillStores() throws StoreException {
        Lease late = grant("k", V1);
        pass(lease().plusMillis(50));
        assertThat(late.store(CacheStoreContract.entry("late"), LONG.toMillis(), budget()))
                .isTrue();
        assertThat(text("k", V1)).isEqualTo("late");
    }

    @Test
    default void claim_ofOneVersion_leavesTheOtherReadable() throws StoreException {
        put("k", V1, "one");
        grant("k", V2);
        assertThat(text("k", V1)).isEqualTo("one");
    }
}
