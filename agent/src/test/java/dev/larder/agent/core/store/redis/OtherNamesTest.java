package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries of sensitive methods, and evictions by processes that make other names for them, or none. */
final class OtherNamesTest extends RealRedisStore {

    private static final String OURS = "00112233445566ff";
    private static final String THEIRS = "ff66554433221100";
    private static final EntryId SECRET = new EntryId("%sName", V1, List.of(Eviction.SENSITIVE_TAG));

    private final List<RedisConnector> connectors = new ArrayList<>();

    @AfterEach
    void close() {
        connectors.forEach(RedisConnector::close);
    }

    @Test
    void evictionByAProcessWithTheSameNames_leavesOtherSensitiveEntries() throws StoreException {
        RemoteStore ours = processOf(OURS);
        RemoteStore alike = processOf(OURS);
        put(ours);

        alike.evict(Eviction.ofKey("%sOther"), budget());
        alike.evict(new Eviction(Set.of("a", "%sB"), Set.of("t"), Set.of()), budget());
        assertThat(alike.lookup(SECRET, budget())).isInstanceOf(Lookup.Fresh.class);

        alike.evict(Eviction.ofKey("%sName"), budget());
        assertThat(ours.lookup(SECRET, budget())).isEqualTo(Lookup.ABSENT);
    }

    @Test
    @Expects(Message.OTHER_NAMES)
    void evictionByAProcessWithoutNames_endsAllSensitiveEntriesAndNoOthers() throws StoreException {
        RemoteStore ours = processOf(OURS);
        put(ours);
        put("plain", V1, "v");
        Lease slow = granted(ours, "%sSlow");

        store.evict(Eviction.ofKey("some"), budget());

        assertThat(ours.lookup(SECRET, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(slow.store(CacheStoreContract.entry("old"), 60_000, budget()))
                .isFalse();
        assertThat(text("plain", V1)).isEqualTo("v");
        put(ours);
        assertThat(ours.lookup(SECRET, budget())).isInstanceOf(Lookup.Fresh.class);
        store.evict(Eviction.ofTag("some"), budget());
        assertThat(ours.lookup(SECRET, budget())).isEqualTo(Lookup.ABSENT);
    }

    @Test
    @Expects(Message.OTHER_NAMES)
    void processWithOtherNames_storesNothingUntilOursAreGone() throws StoreException {
        RemoteStore ours = processOf(OURS);
        RemoteStore theirs = processOf(THEIRS);
        put(ours);

        EntryId hers = new EntryId("%sHers", V1, List.of(Eviction.SENSITIVE_TAG));
        assertThat(theirs.claim(hers, budget())).isInstanceOf(Claim.HeldOff.class);
        assertThat(theirs.takeOver(hers, null, budget())).isNull();
        assertThat(ours.lookup(SECRET, budget())).isInstanceOf(Lookup.Fresh.class);

        theirs.evict(Eviction.ofKey("%sHers"), budget());
        assertThat(ours.lookup(SECRET, budget())).isEqualTo(Lookup.ABSENT);
        Lease lease = granted(theirs, "%sHers");
        assertThat(lease.store(CacheStoreContract.entry("v"), 60_000, budget())).isTrue();
        assertThat(theirs.lookup(hers, budget())).isInstanceOf(Lookup.Fresh.class);
        assertThat(ours.claim(SECRET, budget())).isInstanceOf(Claim.HeldOff.class);
    }

    /** What it removes may have been the mark of a put, or the tag. */
    @Test
    void f48_evictionThatHasRemovedSomethingUnasked_isFollowedByOnesThatAsk() throws StoreException {
        put(processOf(OURS));
        store.evict(Eviction.ofKey("some"), budget());
        server.command("CONFIG", "RESETSTAT");
        for (int i = 0; i < 20; i++) {
            store.evict(Eviction.ofKey("a"), budget());
        }
        assertThat(server.calls("get")).isGreaterThanOrEqualTo(20);
    }

    @Test
    void f48_evictionWhereNothingIsSensitive_asksNothing() throws StoreException {
        put("a", V1, "v");
        server.command("CONFIG", "RESETSTAT");
        for (int i = 0; i < 20; i++) {
            store.evict(Eviction.ofKey("a"), budget());
        }

        assertThat(server.calls("get")).isLessThan(20); // the check of the connection sends some
        assertThat(server.calls("unlink")).isEqualTo(40); // the mark with the tag, and the key
        assertThat(lookup("a", V1)).isEqualTo(Lookup.ABSENT);
    }

    private RemoteStore processOf(String check) throws StoreException {
        RedisConnector connector = connectorTo(server.url()).hiding(check);
        connectors.add(connector);
        return connector.connect(new RecordingListener());
    }

    private void put(RemoteStore process) throws StoreException {
        Lease lease = granted(process, SECRET.key());
        assertThat(lease.store(CacheStoreContract.entry("v"), 60_000, budget())).isTrue();
    }

    private Lease granted(RemoteStore process, String key) throws StoreException {
        EntryId id = new EntryId(key, V1, List.of(Eviction.SENSITIVE_TAG));
        return ((Claim.Granted) process.claim(id, budget())).lease();
    }
}
