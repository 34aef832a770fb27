package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises of tags; part of {@link CacheStoreContract}. */
public interface TagContract extends StoreUnderTest {

    @Test
    default void store_withTags_isFoundByReadersOfThem() throws StoreException {
        assertThat(put(tagged("k", "a", "b"), "v")).isTrue();
        assertThat(text(tagged("k", "a", "b"))).isEqualTo("v");
        assertThat(claim(tagged("k", "a", "b"))).isInstanceOf(Claim.Found.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    default void evictTag_oneOfTwo_endsTheEntry(String tag) throws StoreException {
        put(tagged("k", "a", "b"), "v");
        evict(Eviction.ofTag(tag));
        assertThat(lookup(tagged("k", "a", "b"))).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(store(), "k", V1, 2)).isNull();
        assertThat(claim(tagged("k", "a", "b"))).isInstanceOf(Claim.Granted.class);
    }

    /** Whoever reads it need not know which tags it carries. */
    @Test
    default void evictTag_readerThatNamesNone_getsNothing() throws StoreException {
        put(tagged("k", "a"), "v");
        assertThat(text("k", V1)).isEqualTo("v");
        evict(Eviction.ofTag("a"));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(store(), "k", V1, 0)).isNull();
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void evictTag_manyEntries_endsAllAndLeavesOthersAlone() throws StoreException {
        for (int i = 0; i < 50; i++) {
            put(tagged("team:" + i, "team"), "v");
        }
        put(tagged("other", "other"), "o");
        put("plain", V1, "p");
        evict(Eviction.ofTag("team"));
        for (int i = 0; i < 50; i++) {
            assertThat(lookup(tagged("team:" + i, "team"))).isEqualTo(Lookup.ABSENT);
        }
        assertThat(text(tagged("other", "other"))).isEqualTo("o");
        assertThat(text("plain", V1)).isEqualTo("p");
    }

    /** How many entries carry a tag is known to nobody, so they are not counted. */
    @Test
    default void evictTag_whateverCarriesIt_countsNothing() throws StoreException {
        assertThat(evict(Eviction.ofTag("unused"))).isZero();
        put(tagged("k", "a"), "v");
        assertThat(evict(Eviction.ofTag("a"))).isZero();
    }

    @Test
    default void evictTags_severalAtOnce_endsAll() throws StoreException {
        put(tagged("one", "a"), "v");
        put(tagged("two", "b"), "v");
        put(tagged("three", "c"), "v");
        evict(new Eviction(Set.of(), Set.of("a", "b"), Set.of()));
        assertThat(lookup("one", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("two", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("three", V1)).isEqualTo("v");
    }

    @Test
    default void evictTag_thenReload_isFoundAgain() throws StoreException {
        put(tagged("k", "a"), "old");
        evict(Eviction.ofTag("a"));
        assertThat(put(tagged("k", "a"), "new")).isTrue();
        assertThat(text(tagged("k", "a"))).isEqualTo("new");
        evict(Eviction.ofTag("a"));
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
    }

    /** Between the claim and the store. Those who wait for this load must not get its value either: hence false. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    default void h57_slowLoadAfterEvictTag_isRefused(String tag) throws StoreException {
        Lease slow = grant(tagged("k", "a", "b"));
        evict(Eviction.ofTag(tag));
        assertThat(store(slow, "old")).isFalse();
        assertThat(lookup(tagged("k", "a", "b"))).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(claim(tagged("k", "a", "b"))).isInstanceOf(Claim.Granted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    default void stands_afterEvictTag_isFalseAndTheNextClaimIsGranted(String tag) throws StoreException {
        Lease slow = grant(tagged("k", "a", "b"));
        evict(Eviction.ofTag(tag));
        assertThat(slow.stands(budget())).isFalse();
        assertThat(put(tagged("k", "a", "b"), "new")).isTrue();
        assertThat(store(slow, "old")).isFalse();
        assertThat(text(tagged("k", "a", "b"))).isEqualTo("new");
    }

    @Test
    default void stands_afterEvictTagAndItsNextUse_isFalse() throws StoreException {
        Lease slow = grant(tagged("k", "a"));
        evict(Eviction.ofTag("a"));
        put(tagged("other", "a"), "new");
        assertThat(slow.stands(budget())).isFalse();
    }

    @Test
    default void stands_afterEvictOfAnotherTag_isTrue() throws StoreException {
        Lease lease = grant(tagged("k", "a"));
        evict(Eviction.ofTag("b"));
        assertThat(lease.stands(budget())).isTrue();
        assertThat(claim(tagged("k", "a"))).isInstanceOf(Claim.Held.class);
    }

    /** The tag is in use again by then, in a version of its own. */
    @Test
    default void h57_slowLoadAfterEvictTagAndItsNextUse_isRefused() throws StoreException {
        Lease slow = grant(tagged("k", "a"));
        evict(Eviction.ofTag("a"));
        put(tagged("other", "a"), "new");
        assertThat(store(slow, "old")).isFalse();
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
        assertThat(text(tagged("other", "a"))).isEqualTo("new");
    }

    @Test
    default void h57_slowLoadAfterEvictOfEverything_isRefused() throws StoreException {
        Lease slow = grant(tagged("k", "a"));
        evict(Eviction.ofPattern(Eviction.EVERYTHING));
        assertThat(store(slow, "old")).isFalse();
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
    }

    /** Whatever a store keeps for tags, it is not for the operator to count. */
    @Test
    default void evictPattern_everything_countsEntriesAndNotTags() throws StoreException {
        put(tagged("k", "a", "b"), "v");
        assertThat(evict(Eviction.ofPattern(Eviction.EVERYTHING))).isEqualTo(1);
        assertThat(lookup(tagged("k", "a", "b"))).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void evictPattern_thatWouldMatchATag_isAboutKeysOnly() throws StoreException {
        put(tagged("user:1", "team:1"), "v");
        assertThat(evict(Eviction.ofPattern("team:*"))).isZero();
        assertThat(evict(Eviction.ofKey("team:1"))).isZero();
        assertThat(text(tagged("user:1", "team:1"))).isEqualTo("v");
        evict(Eviction.ofTag("user:1"));
        assertThat(text(tagged("user:1", "team:1"))).isEqualTo("v");
    }

    @Test
    default void lookup_entryWithFewerTagsThanItsReaderNames_isAbsent() throws StoreException {
        put("k", V1, "v");
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(store(), "k", V1, 1)).isNull();
        assertThat(text("k", V1)).isEqualTo("v");
        assertThat(claim(tagged("k", "a"))).isInstanceOf(Claim.Granted.class);
    }

    /** As many as its reader names, but others: whoever evicts the one it names would miss it. */
    @Test
    default void h57_entryWithOtherTagsThanItsReaderNames_isAbsent() throws StoreException {
        put(tagged("k", "a", "b"), "v");
        assertThat(lookup(tagged("k", "c"))).isEqualTo(Lookup.ABSENT);
        assertThat(lookup(tagged("k", "a", "c"))).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(store(), "k", V1, 1)).isNull();
        assertThat(store().lookupAll(List.of(tagged("k", "c")), budget())).containsExactly(Lookup.ABSENT);
        assertThat(text(tagged("k", "b"))).isEqualTo("v");
        assertThat(put(tagged("k", "c"), "new")).isTrue();
        assertThat(text(tagged("k", "c"))).isEqualTo("new");
        evict(Eviction.ofTag("c"));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void h57_putIfAbsentOverAnEntryWithOtherTags_stores() throws StoreException {
        put(tagged("k", "a"), "v");
        StoredEntry.Encoded entry = CacheStoreContract.entry("new");
        assertThat(store().putIfAbsent(tagged("k", "c"), entry, LONG.toMillis(), budget()))
                .isNull();
        assertThat(text(tagged("k", "c"))).isEqualTo("new");
    }

    @Test
    default void evictTag_ofOneVersion_leavesTheOther() throws StoreException {
        put(tagged("k", "a"), "one");
        put("k", V2, "two");
        evict(Eviction.ofTag("a"));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("k", V2)).isEqualTo("two");
        assertThat(put(tagged("k", "b"), "one again")).isTrue();
        evict(Eviction.ofTag("a"));
        assertThat(text("k", V1)).isEqualTo("one again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "?", "{a}", "#", ":", "a:b", "[x]", "back\\slash", "%20", "~", "lease", "v:f1", "1:2,3;4"})
    default void tags_ofAnyShape_areJustTags(String tag) throws StoreException {
        put(tagged("k", tag, "bystander"), "v");
        put(tagged("other", "bystander"), "b");
        assertThat(text(tagged("k", tag, "bystander"))).isEqualTo("v");
        evict(Eviction.ofTag(tag));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("other", V1)).isEqualTo("b");
    }

    @Test
    default void tags_namedTwice_areAsGoodAsOnce() throws StoreException {
        assertThat(put(tagged("k", "a", "a"), "v")).isTrue();
        assertThat(text(tagged("k", "a", "a"))).isEqualTo("v");
        evict(Eviction.ofTag("a"));
        assertThat(lookup(tagged("k", "a", "a"))).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void discard_entryWithTags_removesIt() throws StoreException {
        put(tagged("k", "a"), "unreadable");
        store().discard(tagged("k", "a"), fresh(tagged("k", "a")), budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void inspect_entryWithTags_isSeenUntilOneIsEvicted() throws StoreException {
        put(tagged("k", "a"), "12345");
        Inspection seen = store().inspect("k", budget());
        assertThat(seen.versions()).isEqualTo(1);
        assertThat(seen.bytes()).isEqualTo(5);
        evict(Eviction.ofTag("a"));
        assertThat(store().inspect("k", budget())).isEqualTo(Inspection.NOTHING);
    }
}
