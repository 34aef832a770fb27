package dev.larder.agent.core.store;

import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.wait.Budget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store that works at any depth of the caller's stack: with too little stack left, another thread does its work while
 * the caller waits.
 *
 * <p><b>Why.</b> A stack overflow inside a store, in the Redis client or in a map, may leave a lock held for ever, or
 * lose an eviction. So a store operation does not begin without enough stack.
 *
 * <p><b>Threads.</b> As of the store. A {@link Budget} passes from thread to thread together with the work.
 *
 * <p><b>Failure.</b> As of the store; and {@link StackOverflowError}, before anything is done, if there is not even
 * enough stack to wait.
 */
public final class RoomyStore implements CacheStore {

    private final CacheStore store;
    private final RoomyThreads threads;

    public RoomyStore(CacheStore store, RoomyThreads threads) {
        this.store = store;
        this.threads = threads;
    }

    @Override
    public @Nullable LocalEntries local() {
        return store.local();
    }

    @Override
    public CacheStore answering() {
        return store.answering();
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        return threads.run(() -> store.lookup(id, budget));
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
        return threads.run(() -> store.lookupAll(ids, budget));
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        Claim claim = threads.run(() -> store.claim(id, budget));
        return claim instanceof Claim.Granted granted ? new Claim.Granted(new RoomyLease(granted.lease())) : claim;
    }

    @Override
    @SuppressWarnings("NullAway") // the answer may be null, as the type says: see RATIONALE on its JSpecify mode
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        Lease lease = threads.<@Nullable Lease, StoreException>run(() -> store.takeOver(id, since, budget));
        return lease == null ? null : new RoomyLease(lease);
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        return threads.run(() -> store.mark(budget));
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        threads.<Boolean, StoreException>run(() -> {
            store.discard(id, unreadable, budget);
            return true;
        });
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        return threads.<Long, StoreException>run(() -> store.evict(eviction, budget));
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        threads.<Boolean, StoreException>run(() -> {
            store.putAll(entries, ttlMillis, budget);
            return true;
        });
    }

    @Override
    @SuppressWarnings("NullAway") // the answer may be null, as the type says: see RATIONALE on its JSpecify mode
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        return threads.<@Nullable StoredEntry, StoreException>run(
                () -> store.putIfAbsent(id, entry, ttlMillis, budget));
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
        return threads.<Boolean, StoreException>run(() -> store.expire(key, ttlMillis, budget));
    }

    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        return threads.<Long, StoreException>run(() -> store.increment(key, by, ttlMillis, budget));
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        return threads.run(() -> store.inspect(key, budget));
    }

    private final class RoomyLease implements Lease {

        private final Lease lease;

        RoomyLease(Lease lease) {
            this.lease = lease;
        }

        @Override
        public boolean keepsReferences() {
            return lease.keepsReferences();
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
            return threads.<Boolean, StoreException>run(() -> lease.store(entry, ttlMillis, budget));
        }

        @Override
        public boolean stands(Budget budget) throws StoreException {
            return threads.<Boolean, StoreException>run(() -> lease.stands(budget));
        }

        @Override
        public void release(Budget budget) throws StoreException {
            threads.<Boolean, StoreException>run(() -> {
                lease.release(budget);
                return true;
            });
        }
    }
}
