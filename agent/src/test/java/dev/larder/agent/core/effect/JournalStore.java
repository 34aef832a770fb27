package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Memory that writes down what changes it, and fails where a test says so. */
class JournalStore extends ForwardingStore {

    final List<String> heard = new CopyOnWriteArrayList<>();

    /** Starts with what shall fail, such as "store"; null for nothing. Set by the test, read by callers. */
    volatile String failing;

    /** What it fails with. As above. */
    volatile Throwable fault = new StoreException("not answered in time", null);

    @Override
    public Lease takeOver(EntryId id, WriteMark since, Budget budget) throws StoreException {
        hear("takeOver " + id.key());
        Lease lease = super.takeOver(id, since, budget);
        return lease == null ? null : new JournalLease(id, lease);
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        hear("mark");
        return super.mark(budget);
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        hear("putAll " + entries.size());
        super.putAll(entries, ttlMillis, budget);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        hear("evict " + new TreeSet<>(eviction.keys()) + new TreeSet<>(eviction.tags())
                + new TreeSet<>(eviction.patterns()));
        return super.evict(eviction, budget);
    }

    /** As memory, so that nobody waits for it. */
    @Override
    protected boolean hasLocalEntriesAlone() {
        return true;
    }

    /** Whether it keeps values that cannot change as they are. */
    boolean keepsReferences() {
        return true;
    }

    private void hear(String what) {
        heard.add(what);
        if (failing != null && what.startsWith(failing)) {
            throw JournalStore.<RuntimeException>sneaky(fault);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable fault) throws T {
        throw (T) fault;
    }

    private final class JournalLease extends ForwardingLease {

        private final EntryId id;

        JournalLease(EntryId id, Lease lease) {
            super(lease);
            this.id = id;
        }

        @Override
        public boolean keepsReferences() {
            return JournalStore.this.keepsReferences();
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            hear("store " + id.key());
            return super.store(entry, ttlMillis, staleMillis, budget);
        }

        @Override
        public void release(Budget budget) throws StoreException {
            hear("release " + id.key());
            super.release(budget);
        }
    }
}
