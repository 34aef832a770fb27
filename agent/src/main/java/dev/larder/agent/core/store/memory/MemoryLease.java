package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lease of a {@link MemoryStore} and, rarely, the leases of other owners for loads of the same key. Its identity is
 * the token.
 *
 * <p>It does not keep its owner alive: a load that never ends must not keep a discarded application.
 *
 * <p><b>Units and clock.</b> Nanoseconds of the store's monotonic clock.
 *
 * <p><b>Threads.</b> The list is changed under the key's lock, and read by any thread.
 */
final class MemoryLease extends Deadlined implements Lease {

    private final MemoryStore store;
    private final EntryId id;
    private final @Nullable WeakReference<EntryOwner> owner;
    private final TagVersions versions;
    private final long endNanos;
    private final boolean isWriters;

    /** Written under the key's lock; publishes the rest of the list to threads that check whether a lease is valid. */
    private volatile @Nullable MemoryLease next;

    private MemoryLease(
            MemoryStore store,
            EntryId id,
            TagVersions versions,
            long endNanos,
            boolean isWriters,
            @Nullable MemoryLease next) {
        this.store = store;
        this.id = id.withoutOwner();
        this.owner = reference(id.owner());
        this.versions = versions;
        this.endNanos = endNanos;
        this.isWriters = isWriters;
        this.next = next;
    }

    /** For a load, in front of the leases of other owners. */
    static MemoryLease ofLoad(
            MemoryStore store, EntryId id, TagVersions versions, long endNanos, @Nullable MemoryLease others) {
        return new MemoryLease(store, id, versions, endNanos, false, others);
    }

    /** For a writer, replacing all others. It expires at once, so no caller waits for it. */
    static MemoryLease ofWriter(MemoryStore store, EntryId id, TagVersions versions, long nowNanos) {
        return new MemoryLease(store, id, versions, nowNanos, true, null);
    }

    private static @Nullable WeakReference<EntryOwner> reference(@Nullable EntryOwner owner) {
        return owner == null ? null : owner.reference();
    }

    /** Names no owner. */
    EntryId id() {
        return id;
    }

    /** Null if there was none, or it was discarded. */
    @Nullable
    EntryOwner owner() {
        return owner == null ? null : owner.get();
    }

    boolean hadOwner() {
        return owner != null;
    }

    TagVersions versions() {
        return versions;
    }

    boolean isWriters() {
        return isWriters;
    }

    /** The lease of {@code owner}, if there is one. */
    @Nullable
    MemoryLease of(@Nullable EntryOwner owner) {
        WeakReference<EntryOwner> wanted = reference(owner);
        MemoryLease lease = this;
        while (lease != null && lease.owner != wanted) {
            lease = lease.next;
        }
        return lease;
    }

    /**
     * The leases that stay when {@code owner} is granted one. A writer's does not: it has to notice that it was not
     * alone.
     */
    @Nullable
    MemoryLease loadsOfOthers(@Nullable EntryOwner owner) {
        MemoryLease list = this;
        for (MemoryLease lease = this; lease != null; lease = lease.next) {
            if (list != null && (lease.isWriters || lease.owner == reference(owner))) {
                list = list.without(lease);
            }
        }
        return list;
    }

    @Nullable
    MemoryLease without(MemoryLease removed) {
        if (this == removed) {
            return next;
        }
        MemoryLease rest = next;
        next = rest == null ? null : rest.without(removed);
        return this;
    }

    boolean includes(MemoryLease lease) {
        MemoryLease rest = next;
        return this == lease || (rest != null && rest.includes(lease));
    }

    /** The list is dropped as a whole, some time after the last of its leases has expired. */
    @Override
    boolean isOver(long nowNanos) {
        MemoryLease rest = next;
        boolean isOwnOver = nowNanos - (endNanos + store.leaseMemoryNanos()) >= 0;
        return isOwnOver && (rest == null || rest.isOver(nowNanos));
    }

    boolean isAnyUnderWay(long nowNanos) {
        MemoryLease rest = next;
        return !hasEnded(nowNanos) || (rest != null && rest.isAnyUnderWay(nowNanos));
    }

    /**
     * Whether the next loader may take over. This lease can still store until another load takes over, or it is
     * dropped.
     */
    private boolean hasEnded(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    /** Whether others have to wait for it. No caller waits for a load that cannot be stored. */
    boolean isInTheWay(long nowNanos) {
        return !hasEnded(nowNanos) && versions.areInForce(nowNanos);
    }

    long remainingMillis(long nowNanos) {
        return Math.max(TimeUnit.NANOSECONDS.toMillis(endNanos - nowNanos), 1);
    }

    @Override
    public boolean keepsReferences() {
        return true;
    }

    @Override
    public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) {
        return store.store(this, entry, new Entries.Times(ttlMillis, staleMillis));
    }

    @Override
    public boolean stands(Budget budget) {
        return store.stands(this);
    }

    @Override
    public void release(Budget budget) {
        store.giveBack(this);
    }
}
