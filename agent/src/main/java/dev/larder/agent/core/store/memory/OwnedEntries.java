package dev.larder.agent.core.store.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.StoredEntry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries by owner: each owner finds its own; evictions and puts reach those of all.
 *
 * <p><b>Shape.</b> {@link Entries} for each owner, held by the owner and not by this, so that they are collected with
 * the owner. The bound is divided equally.
 *
 * <p><b>Threads.</b> As for {@link Entries}. An iteration over all owners also sees those that were added before it
 * began.
 */
final class OwnedEntries {

    private final Object home;
    private final long maxEntries;
    private final @Nullable Duration longest;
    private final Executor upkeep;
    private final Ticker ticker;

    /** The entries of owners without a loader. */
    private final Entries ownerless;

    /** Owners that have entries, or are about to. */
    private final List<WeakReference<EntryOwner>> owners = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private boolean dropped;

    OwnedEntries(Object home, long maxEntries, @Nullable Duration longest, Executor upkeep, Ticker ticker) {
        this.home = home;
        this.maxEntries = maxEntries;
        this.longest = longest;
        this.upkeep = upkeep;
        this.ticker = ticker;
        this.ownerless = new Entries(maxEntries, longest, upkeep, ticker);
    }

    private @Nullable Entries of(WeakReference<EntryOwner> reference) {
        EntryOwner owner = reference.get();
        return owner == null ? null : of(owner);
    }

    private @Nullable Entries of(@Nullable EntryOwner owner) {
        return owner == null ? ownerless : (Entries) owner.kept(home);
    }

    private Entries madeFor(@Nullable EntryOwner owner) {
        Entries made = of(owner);
        return made == null && owner != null ? makeFor(owner) : made == null ? ownerless : made;
    }

    private synchronized Entries makeFor(EntryOwner owner) {
        Entries made = of(owner);
        if (made != null) {
            return made;
        }
        if (dropped) {
            return ownerless; // a store that is not read any more
        }
        owners.removeIf(gone -> gone.get() == null);
        owners.add(owner.reference()); // before any entry can be put
        long share = Math.max(maxEntries / owners.size(), 1);
        Entries entries = new Entries(share, longest, upkeep, ticker);
        forEachOwned(each -> each.setMaximum(share));
        owner.keep(home, entries);
        return entries;
    }

    private void forEach(Consumer<Entries> action) {
        action.accept(ownerless);
        forEachOwned(action);
    }

    private void forEachOwned(Consumer<Entries> action) {
        for (WeakReference<EntryOwner> each : owners) {
            Entries entries = of(each);
            if (entries != null) {
                action.accept(entries);
            }
        }
    }

    @Nullable
    StoredEntry find(@Nullable EntryOwner owner, String key, String fingerprint, List<String> named) {
        Entries entries = of(owner);
        return entries == null ? null : entries.find(key, fingerprint, named);
    }

    void recordFind(@Nullable EntryOwner owner, String key, long nowNanos) {
        Entries entries = of(owner);
        if (entries != null) {
            entries.recordFind(key, nowNanos);
        }
    }

    void putBesideOthers(
            @Nullable EntryOwner owner, EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        madeFor(owner).putBesideOthers(id, entry, tags, ttlMillis, nowNanos);
    }

    /** Removes the entries of other owners: they load what was written, each from its own source. */
    void putInPlaceOfAll(
            @Nullable EntryOwner owner, EntryId id, StoredEntry entry, Carried tags, long ttlMillis, long nowNanos) {
        Entries own = madeFor(owner);
        removeFromAllBut(own, id.key());
        own.putInPlaceOfAll(id, entry, tags, ttlMillis, nowNanos);
    }

    boolean expire(String key, long ttlMillis) {
        boolean[] isThere = {false};
        forEach(each -> isThere[0] |= each.expire(key, ttlMillis));
        return isThere[0];
    }

    boolean remove(String key) {
        return removeFromAllBut(null, key);
    }

    private boolean removeFromAllBut(@Nullable Entries excepted, String key) {
        boolean isThere = ownerless != excepted && ownerless.remove(key);
        for (WeakReference<EntryOwner> each : owners) {
            Entries entries = of(each);
            isThere |= entries != null && entries != excepted && entries.remove(key);
        }
        return isThere;
    }

    void discard(EntryId id, StoredEntry unreadable) {
        Entries entries = of(id.owner());
        if (entries != null) {
            entries.discard(id, unreadable);
        }
    }

    void forEachKey(Consumer<String> action) {
        forEach(each -> each.forEachKey(action));
    }

    long count() {
        long[] count = {0};
        forEach(each -> count[0] += each.count());
        return count[0];
    }

    Inspection inspect(String key) {
        Inspection[] seen = {Inspection.NOTHING};
        forEach(each -> seen[0] = seen[0].and(each.inspect(key)));
        return seen[0];
    }

    /** Drops everything at once, for a store that is not used any more. */
    synchronized void drop() {
        dropped = true;
        for (WeakReference<EntryOwner> each : owners) {
            EntryOwner owner = each.get();
            if (owner != null) {
                owner.drop(home);
            }
        }
    }
}
