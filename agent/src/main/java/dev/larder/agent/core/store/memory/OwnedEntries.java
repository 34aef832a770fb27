package dev.larder.agent.core.store.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Inspection;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries by owner: each owner finds its own; evictions and puts reach those of all.
 *
 * <p><b>Shape.</b> {@link Entries} for each owner, held by the owner and not by this, so that they are collected with
 * the owner. The room is divided equally.
 *
 * <p><b>Threads.</b> As for {@link Entries}. An iteration over all owners also sees those that were added before it
 * began.
 */
final class OwnedEntries {

    private final Object home;
    private final Room room;
    private final Executor upkeep;
    private final Ticker ticker;

    /** The entries of owners without a loader. */
    private final Entries ownerless;

    /** Owners that have entries, or are about to. */
    private final List<WeakReference<EntryOwner>> owners = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private @Nullable Duration longest;

    @GuardedBy("this")
    private boolean dropped;

    OwnedEntries(Object home, Room room, @Nullable Duration longest, Executor upkeep, Ticker ticker) {
        this.home = home;
        this.room = room;
        this.longest = longest;
        this.upkeep = upkeep;
        this.ticker = ticker;
        this.ownerless = new Entries(home, room, longest, upkeep, ticker);
    }

    /**
     * From now on no time to live is longer; null for no limit. Threads that put have to be told of it by whoever calls this.
     */
    synchronized void limitTo(@Nullable Duration longest) {
        this.longest = longest;
        forEach(each -> each.limitTo(longest));
    }

    private @Nullable Entries of(WeakReference<EntryOwner> reference) {
        EntryOwner owner = reference.get();
        return owner == null ? null : of(owner);
    }

    /** Null if it has none. */
    @Nullable
    Entries of(@Nullable EntryOwner owner) {
        if (owner == null) {
            return ownerless;
        }
        for (Object kept : owner.kept()) { // an array: a hit allocates no iterator
            if (((Entries) kept).home() == home) {
                return (Entries) kept;
            }
        }
        return null;
    }

    Entries madeFor(@Nullable EntryOwner owner) {
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
        Room share = room.dividedBy(owners.size());
        Entries entries = new Entries(home, share, longest, upkeep, ticker);
        forEachOwned(each -> each.setRoom(share));
        owner.keep(entries);
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

    boolean expire(String key, long ttlMillis) {
        boolean[] isThere = {false};
        forEach(each -> isThere[0] |= each.expire(key, ttlMillis));
        return isThere[0];
    }

    boolean remove(String key) {
        return removeFromAllBut(null, key);
    }

    boolean removeFromAllBut(@Nullable Entries excepted, String key) {
        boolean isThere = ownerless != excepted && ownerless.remove(key);
        for (WeakReference<EntryOwner> each : owners) {
            Entries entries = of(each);
            isThere |= entries != null && entries != excepted && entries.remove(key);
        }
        return isThere;
    }

    void forEachKey(Consumer<String> action) {
        forEach(each -> each.forEachKey(action));
    }

    long count() {
        long[] count = {0};
        forEach(each -> count[0] += each.count());
        return count[0];
    }

    long count(Predicate<Version> kind) {
        long[] count = {0};
        forEach(each -> count[0] += each.count(kind));
        return count[0];
    }

    Inspection inspect(String key) {
        Inspection[] seen = {Inspection.NOTHING};
        forEach(each -> seen[0] = seen[0].and(each.inspect(key)));
        return seen[0];
    }

    /** Removes all entries. */
    void clear() {
        forEach(Entries::clear);
    }

    /** Drops everything at once, for a store that is not used any more. */
    synchronized void drop() {
        dropped = true;
        for (WeakReference<EntryOwner> each : owners) {
            EntryOwner owner = each.get();
            Entries entries = owner == null ? null : of(owner);
            if (owner != null && entries != null) {
                owner.drop(entries);
            }
        }
    }
}
