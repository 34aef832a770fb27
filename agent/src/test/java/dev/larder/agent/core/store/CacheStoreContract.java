package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises. A test class per store supplies the store and its time. */
public interface CacheStoreContract
        extends LeaseContract,
                EvictionContract,
                TagContract,
                WriterContract,
                DirectAccessContract,
                CounterContract,
                RefreshContract {

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
        StoredEntry nothing = lease.keepsReferences() ? StoredEntry.Local.of(null, null) : entry("null");
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
