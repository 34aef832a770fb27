package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises. A test class per store supplies the store and its time. */
public interface CacheStoreContract extends TagContract, WriterContract, DirectAccessContract {

    @Test
    default void lookup_nothingStored_isAbsent() throws StoreException {
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(peek(store(), "k", V1, 0)).isNull();
    }

    @Test
    default void store_underLease_isFoundByLookup() throws StoreException {
        assertThat(put("k", V1, "v")).isTrue();
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    default void claim_afterStore_findsTheEntry() throws StoreException {
        put("k", V1, "v");
        assertThat(claim("k", V1)).isInstanceOfSatisfying(Claim.Found.class, found -> assertThat(textOf(found.entry()))
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
        assertThat(second.store(entry("v"), LONG.toMillis(), budget())).isTrue();
    }

    @Test
    default void store_afterRelease_isRefused() throws StoreException {
        Lease lease = grant("k", V1);
        lease.release(budget());
        assertThat(lease.store(entry("v"), LONG.toMillis(), budget())).isFalse();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void store_twiceUnderOneLease_isRefusedTheSecondTime() throws StoreException {
        Lease lease = grant("k", V1);
        assertThat(lease.store(entry("first"), LONG.toMillis(), budget())).isTrue();
        assertThat(lease.store(entry("second"), LONG.toMillis(), budget())).isFalse();
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
    default void evict_storedEntry_removesIt() throws StoreException {
        put("k", V1, "v");
        assertThat(store().evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(peek(store(), "k", V1, 0)).isNull();
    }

    @Test
    default void evict_manyKeysAtOnce_removesThemAndCountsThoseThatWereThere() throws StoreException {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            named.add("k" + i);
            if (i % 2 == 0) {
                put("k" + i, V1, "v");
            }
        }
        put("bystander", V1, "b");
        assertThat(evict(new Eviction(named, Set.of(), Set.of()))).isEqualTo(50);
        for (String key : named) {
            assertThat(lookup(key, V1)).isEqualTo(Lookup.ABSENT);
        }
        assertThat(text("bystander", V1)).isEqualTo("b");
    }

    @Test
    default void h57_slowLoadsAfterEvictOfManyKeys_areRefused() throws StoreException {
        List<Lease> slow = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            slow.add(grant("k" + i, V1));
            named.add("k" + i);
        }
        evict(new Eviction(named, Set.of(), Set.of()));
        for (Lease lease : slow) {
            assertThat(store(lease, "old")).isFalse();
        }
    }

    @Test
    default void evict_keysTagsAndPatterns_inOneCall() throws StoreException {
        put("key", V1, "v");
        put("pattern:1", V1, "v");
        put("pattern:2", V1, "v");
        put(tagged("tagged", "t"), "v");
        put("bystander", V1, "b");
        assertThat(evict(new Eviction(Set.of("key", "absent"), Set.of("t"), Set.of("pattern:*"))))
                .isEqualTo(3);
        for (String key : List.of("key", "pattern:1", "pattern:2", "tagged")) {
            assertThat(lookup(key, V1)).isEqualTo(Lookup.ABSENT);
        }
        assertThat(text("bystander", V1)).isEqualTo("b");
    }

    @Test
    default void evict_nothingAtAll_doesNothing() throws StoreException {
        put("k", V1, "v");
        assertThat(evict(new Eviction(Set.of(), Set.of(), Set.of()))).isZero();
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    default void discard_oneVersion_leavesTheOtherAndTheLease() throws StoreException {
        put("k", V1, "unreadable");
        put("k", V2, "two");
        Lease lease = grant("k", "f3");
        store().discard(new EntryId("k", V1), fresh("k", V1), budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("k", V2)).isEqualTo("two");
        assertThat(store(lease, "three")).isTrue();
    }

    @Test
    default void discard_entryThatWasReplaced_leavesTheNewOne() throws StoreException {
        put("k", V1, "unreadable");
        StoredEntry unreadable = fresh("k", V1);
        evict(Eviction.ofKey("k"));
        put("k", V1, "new");
        store().discard(new EntryId("k", V1), unreadable, budget());
        assertThat(text("k", V1)).isEqualTo("new");
    }

    /** The load began before the eviction and ends after it: what it read may be old. */
    @Test
    default void h57_slowLoadAfterEvict_isRefused() throws StoreException {
        Lease slow = grant("k", V1);
        store().evict(Eviction.ofKey("k"), budget());
        assertThat(slow.store(entry("old"), LONG.toMillis(), budget())).isFalse();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void h57_slowLoadAfterEvictAndReload_doesNotReplaceTheNewValue() throws StoreException {
        Lease slow = grant("k", V1);
        store().evict(Eviction.ofKey("k"), budget());
        put("k", V1, "new");
        assertThat(slow.store(entry("old"), LONG.toMillis(), budget())).isFalse();
        assertThat(text("k", V1)).isEqualTo("new");
    }

    @Test
    default void h57_slowLoadAfterEvictPattern_isRefused() throws StoreException {
        Lease slow = grant("user:1", V1);
        store().evict(Eviction.ofPattern("user:*"), budget());
        assertThat(slow.store(entry("old"), LONG.toMillis(), budget())).isFalse();
        assertThat(lookup("user:1", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void h59_leaseOutlived_isTakenOverAndTheLateStoreRefused() throws StoreException {
        Lease late = grant("k", V1);
        pass(lease().plusMillis(50));
        Lease second = grant("k", V1);
        assertThat(late.store(entry("late"), LONG.toMillis(), budget())).isFalse();
        late.release(budget());
        assertThat(second.store(entry("second"), LONG.toMillis(), budget())).isTrue();
        assertThat(text("k", V1)).isEqualTo("second");
    }

    @Test
    default void h59_leaseOutlivedAndUnchallenged_stillStores() throws StoreException {
        Lease late = grant("k", V1);
        pass(lease().plusMillis(50));
        assertThat(late.store(entry("late"), LONG.toMillis(), budget())).isTrue();
        assertThat(text("k", V1)).isEqualTo("late");
    }

    @Test
    default void lookup_afterTtl_isAbsent() throws StoreException {
        grant("k", V1).store(entry("v"), shortTtl().toMillis(), budget());
        assertThat(text("k", V1)).isEqualTo("v");
        pass(shortTtl());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void versions_twoOfOneKey_liveSideBySide() throws StoreException {
        put("k", V1, "one");
        put("k", V2, "two");
        assertThat(text("k", V1)).isEqualTo("one");
        assertThat(text("k", V2)).isEqualTo("two");
        assertThat(lookup("k", "f3")).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void versions_ofOneKey_areEvictedTogether() throws StoreException {
        put("k", V1, "one");
        put("k", V2, "two");
        store().evict(Eviction.ofKey("k"), budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void versions_ofOneKey_expireEachAtItsOwnTime() throws StoreException {
        put("k", V1, "long");
        grant("k", V2).store(entry("short"), shortTtl().toMillis(), budget());
        pass(shortTtl());
        assertThat(text("k", V1)).isEqualTo("long");
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void versions_storedLaterWithLongerTtl_doesNotProlongTheOther() throws StoreException {
        grant("k", V1).store(entry("short"), shortTtl().toMillis(), budget());
        put("k", V2, "long");
        pass(shortTtl());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("k", V2)).isEqualTo("long");
    }

    @Test
    default void claim_ofOneVersion_leavesTheOtherReadable() throws StoreException {
        put("k", V1, "one");
        grant("k", V2);
        assertThat(text("k", V1)).isEqualTo("one");
    }

    @ParameterizedTest
    @CsvSource({
        "user:*, user:1, true",
        "user:*, user:, true",
        "user:*, users:1, false",
        "user:?, user:1, true",
        "user:?, user:12, false",
        "user:?, user:\u00e9, true",
        "user:?, user:\ud83d\ude00, true",
        "*, anything at all, true",
        "*:1:*, a:1:b, true",
        "*:1:*, a:2:b, false",
        "a**b, ab, true",
        "[ab], a, false",
        "[ab], [ab], true",
        "[^a], b, false",
        "a\\*, a*, false",
        "a\\*, a\\x, true",
        "{x}, {x}, true",
        "exact, exact, true",
        "exact, exactly, false",
        "a.c, abc, false",
    })
    default void evictPattern_glob_matchesAsDocumented(String glob, String key, boolean matches) throws StoreException {
        put(key, V1, "v");
        assertThat(store().evict(Eviction.ofPattern(glob), budget())).isEqualTo(matches ? 1 : 0);
        assertThat(lookup(key, V1).equals(Lookup.ABSENT)).isEqualTo(matches);
    }

    @Test
    default void evictPattern_manyKeys_removesAllThatMatchAndNoOther() throws StoreException {
        for (int i : IntStream.range(0, 1_200).toArray()) {
            put("many:" + i, V1, "v");
        }
        put("few:1", V1, "v");
        assertThat(store().evict(Eviction.ofPattern("many:*"), budget())).isEqualTo(1_200);
        assertThat(text("few:1", V1)).isEqualTo("v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "with space",
                "line\r\nbreak",
                "*",
                "?",
                "[a-z]",
                "back\\slash",
                "{tag}",
                "nul\u0000byte",
                "\u00fcml\u00e4ut",
                "\ud83d\ude00",
                "a:b::c",
                "DEL *",
                "' or 1=1 --",
                "\"quoted\""
            })
    default void keys_ofAnyShape_areJustKeys(String key) throws StoreException {
        put("bystander", V1, "b");
        put(key, V1, "v");
        assertThat(text(key, V1)).isEqualTo("v");
        assertThat(store().evict(Eviction.ofKey(key), budget())).isEqualTo(1);
        assertThat(lookup(key, V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("bystander", V1)).isEqualTo("b");
    }

    @Test
    default void store_allBytesThereAre_givesThemBack() throws StoreException {
        byte[] bytes = new byte[4 * 256];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 7));
        grant("k", V1).store(new StoredEntry.Encoded(bytes), LONG.toMillis(), budget());
        assertThat(bytesOf(fresh("k", V1))).isEqualTo(bytes);
    }

    @Test
    default void store_emptyEnvelope_isAnEntry() throws StoreException {
        put("k", V1, "");
        assertThat(text("k", V1)).isEmpty();
    }

    @Test
    default void store_oneMebibyte_givesItBack() throws StoreException {
        byte[] bytes = new byte[1 << 20];
        bytes[bytes.length - 1] = 1;
        grant("k", V1).store(new StoredEntry.Encoded(bytes), LONG.toMillis(), budget());
        assertThat(bytesOf(fresh("k", V1))).isEqualTo(bytes);
    }

    @Test
    default void store_nullReference_isAnEntryWhereReferencesAreKept() throws StoreException {
        Lease lease = grant("k", V1);
        StoredEntry nothing = lease.keepsReferences() ? StoredEntry.Shared.of(null, null) : entry("null");
        lease.store(nothing, LONG.toMillis(), budget());
        assertThat(lookup("k", V1)).isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    default void calls_byAnInterruptedThread_workAndKeepTheFlag() throws StoreException {
        Thread.currentThread().interrupt();
        try {
            put("k", V1, "v");
            assertThat(text("k", V1)).isEqualTo("v");
            assertThat(store().evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    default void inspect_oneVersionAndALease_tellsWithoutValues() throws StoreException {
        put("k", V1, "12345");
        grant("k", V2);
        Inspection seen = store().inspect("k", budget());
        assertThat(seen.versions()).isEqualTo(1);
        assertThat(seen.bytes()).isEqualTo(5);
        assertThat(seen.leased()).isTrue();
        assertThat(seen.remainingMillis()).isBetween(1L, LONG.toMillis());
    }

    @Test
    default void inspect_nothingThere_saysNothing() throws StoreException {
        assertThat(store().inspect("k", budget())).isEqualTo(Inspection.NOTHING);
    }

    static StoredEntry.Encoded entry(String text) {
        return new StoredEntry.Encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String textOf(StoredEntry entry) {
        return new String(bytesOf(entry), StandardCharsets.UTF_8);
    }

    static byte[] bytesOf(StoredEntry entry) {
        return ((StoredEntry.Encoded) entry).envelope();
    }

    /** What can be had without waiting; null for nothing. */
    static StoredEntry peek(CacheStore store, String key, String fingerprint, int tags) {
        LocalEntries local = store.local();
        return local == null ? null : local.peek(null, key, fingerprint, tags);
    }
}
