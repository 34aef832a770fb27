package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.wait.Budget;

/**
 * A turn in a {@link MemoryStore}. Two owners with the same key take turns, too.
 *
 * <p><b>Threads.</b> The time is changed under the name's lock, and read by any thread.
 */
final class MemoryTurn extends Deadlined implements Turn {

    private final MemoryStore store;
    private final EntryId id;
    private volatile long endNanos;

    /** Whether its holder has ended it, and it only keeps others away. Changed under the name's lock. */
    private boolean isResting;

    MemoryTurn(MemoryStore store, EntryId id, long nowNanos) {
        this.store = store;
        this.id = id;
        this.endNanos = nowNanos + LASTING.toNanos();
    }

    /** A fingerprint has no blank. */
    static String nameOf(EntryId id) {
        return id.fingerprint() + " " + id.key();
    }

    String name() {
        return nameOf(id);
    }

    /** Returns whether its holder still has it. */
    boolean prolong(long nowNanos) {
        if (!isResting) {
            endNanos = nowNanos + LASTING.toNanos();
        }
        return !isResting;
    }

    /** Returns whether there is any rest. */
    boolean rest(long restMillis, long nowNanos) {
        isResting = true;
        endNanos = after(restMillis, nowNanos);
        return restMillis > 0;
    }

    @Override
    boolean isOver(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    @Override
    public boolean keepsReferences() {
        return true;
    }

    @Override
    public boolean replace(long version, StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) {
        return store.replace(id, version, entry, new Entries.Times(ttlMillis, staleMillis));
    }

    @Override
    public boolean keep(Budget budget) {
        return store.keep(this);
    }

    @Override
    public void end(long restMillis, Budget budget) {
        store.end(this, restMillis);
    }
}
