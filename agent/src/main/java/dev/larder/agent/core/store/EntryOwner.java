package dev.larder.agent.core.store;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * The owner of entries in this process: one class loader. Two applications in one JVM may have classes of the same
 * names and different data, so they do not share entries.
 *
 * <p>The entries of an owner are reachable only from the owner, and the owner only from classes of its loader. So the
 * entries of a discarded application are collected with it, before they expire.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class EntryOwner {

    private final WeakReference<EntryOwner> reference = new WeakReference<>(this);

    /** Publishes the entries to readers; written under the lock of this, never changed. */
    private volatile Object[] kept = {};

    /** For a class loader that has none yet; see {@link EntryOwners}. */
    public EntryOwner() {}

    /** Always the same reference, for objects that must not keep this owner alive. */
    public WeakReference<EntryOwner> reference() {
        return reference;
    }

    /** The entries that stores keep here, each of which knows its own; not to be changed. There is rarely more than one. */
    public Object[] kept() {
        return kept;
    }

    /** Keeps {@code entries}, until their store drops them. */
    public synchronized void keep(Object entries) {
        Object[] more = Arrays.copyOf(kept, kept.length + 1);
        more[kept.length] = entries;
        kept = more;
    }

    /** Drops {@code entries}. */
    public synchronized void drop(Object entries) {
        kept = Arrays.stream(kept).filter(each -> each != entries).toArray();
    }
}
