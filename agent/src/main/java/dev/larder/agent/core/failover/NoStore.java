package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has nothing and keeps nothing: everybody loads, nobody waits. */
final class NoStore implements CacheStore {

    private static final WriteMark NEVER = new WriteMark() {};

    private static final Lease WORTHLESS = new Lease() {
        @Override
        public boolean keepsReferences() {
            return true; // so that nothing is encoded for nothing
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) {
            return false;
        }

        @Override
        public boolean stands(Budget budget) {
            return false;
        }

        @Override
        public void release(Budget budget) {
            // There is nothing to give up.
        }
    };

    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        return null;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) {
        return Lookup.ABSENT;
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) {
        return Collections.nCopies(ids.size(), Lookup.ABSENT);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) {
        return new Claim.Granted(WORTHLESS);
    }

    @Override
    public WriteMark mark(Budget budget) {
        return NEVER;
    }

    @Override
    public Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) {
        return WORTHLESS;
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) {
        // Kept by nobody.
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget) {
        return null;
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) {
        return false;
    }

    /** Each one is the first. */
    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) {
        return by;
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) {
        // There is nothing to discard.
    }

    @Override
    public long evict(Eviction eviction, Budget budget) {
        return 0;
    }

    @Override
    public long memoryEntries() {
        return 0;
    }
}
