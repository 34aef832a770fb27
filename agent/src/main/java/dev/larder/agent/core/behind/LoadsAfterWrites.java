package dev.larder.agent.core.behind;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store that grants no lease while a write of the key waits: the source still has the old value. A load waits for the write,
 * first as it would wait for a store, then as if another process loaded the entry: it looks again and again. If the
 * write fails once more, the load runs at once and stores nothing.
 *
 * <p><b>Threads</b> and <b>failure</b> as of the store.
 */
public final class LoadsAfterWrites implements CacheStore {

    /** How long a write takes is not known. The load looks again much earlier. */
    private static final Claim.Held WRITING = new Claim.Held(1_000);

    private static final Claim.Unstored FAILING = new Claim.Unstored();

    private final CacheStore store;
    private final WriteBehind writes;

    public LoadsAfterWrites(CacheStore store, WriteBehind writes) {
        this.store = store;
        this.writes = writes;
    }

    /** Null if nothing is in the way of a load. */
    private @Nullable Claim inTheWay(EntryId id) {
        return switch (writes.stateOf(id.key())) {
            case NONE -> null;
            case COMING -> WRITING;
            case FAILING -> FAILING;
        };
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        if (writes.isEmpty() || inTheWay(id) == null) {
            return checked(id, store.claim(id, budget), budget);
        }
        // What is in the cache is found in any case: it may be what is being written.
        if (store.lookup(id, budget) instanceof Lookup.Fresh fresh) {
            return new Claim.Found(fresh.entry());
        }
        Claim still = isWritten(id, budget) ? null : inTheWay(id);
        return still == null ? checked(id, store.claim(id, budget), budget) : still;
    }

    /** Waits for a write as for a store. */
    private boolean isWritten(EntryId id, Budget budget) {
        long nanos = budget.startWaiting();
        try {
            return writes.isWritten(id.key(), nanos / 2); // the rest is for the claim
        } finally {
            budget.stopWaiting();
        }
    }

    /** A write may have been queued since. */
    private Claim checked(EntryId id, Claim claim, Budget budget) throws StoreException {
        if (writes.isEmpty() || !(claim instanceof Claim.Granted granted)) {
            return claim;
        }
        Claim since = inTheWay(id);
        if (since == null) {
            return claim;
        }
        granted.lease().release(budget);
        return since;
    }

    @Override
    public List<Claim> claimAll(List<EntryId> ids, Budget budget) throws StoreException {
        if (writes.isEmpty()) {
            List<Claim> claims = store.claimAll(ids, budget);
            return writes.isEmpty() ? claims : merged(ids, Collections.nCopies(ids.size(), null), claims, budget);
        }
        List<EntryId> free = new ArrayList<>(ids.size());
        List<@Nullable Claim> answers = new ArrayList<>(ids.size());
        for (EntryId id : ids) {
            Claim refused = inTheWay(id);
            answers.add(refused);
            if (refused == null) {
                free.add(id);
            }
        }
        List<Claim> claimed = free.isEmpty() ? List.of() : store.claimAll(free, budget);
        return merged(ids, answers, claimed, budget);
    }

    private List<Claim> merged(List<EntryId> ids, List<@Nullable Claim> answers, List<Claim> claimed, Budget budget)
            throws StoreException {
        List<Claim> all = new ArrayList<>(ids.size());
        int next = 0;
        for (int i = 0; i < answers.size(); i++) {
            Claim refused = answers.get(i);
            all.add(refused == null ? checked(ids.get(i), claimed.get(next++), budget) : refused);
        }
        return all;
    }

    @Override
    public @Nullable LocalEntries local() {
        return store.local();
    }

    @Override
    public long longestMillis() {
        return store.longestMillis();
    }

    @Override
    public @Nullable LocalEntries near() {
        return store.near();
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        return store.lookup(id, budget);
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        return store.takeOver(id, since, budget);
    }

    @Override
    public Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, @Nullable WriteMark since, Budget budget)
            throws StoreException {
        return store.takeOverAll(ids, since, budget);
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        return store.mark(budget);
    }

    /** None while a write of the key waits. If one is queued later, its put replaces the value that is being refreshed. */
    @Override
    public @Nullable Turn takeTurn(EntryId id, Budget budget) throws StoreException {
        return writes.isEmpty() || inTheWay(id) == null ? store.takeTurn(id, budget) : null;
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        store.discard(id, unreadable, budget);
    }

    @Override
    public void discardAll(Map<EntryId, StoredEntry> unreadable, Budget budget) throws StoreException {
        store.discardAll(unreadable, budget);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        return store.evict(eviction, budget);
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        return store.inspect(key, budget);
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
        return store.lookupAll(ids, budget);
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        store.putAll(entries, ttlMillis, budget);
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        return store.putIfAbsent(id, entry, ttlMillis, budget);
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
        return store.expire(key, ttlMillis, budget);
    }

    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        return store.increment(key, by, ttlMillis, budget);
    }
}
