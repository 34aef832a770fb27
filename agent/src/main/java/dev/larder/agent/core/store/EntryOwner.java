package dev.larder.agent.core.store;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

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

    /** Publishes the entries to readers; written under the lock of this. */
    private volatile @Nullable Object kept;

    /** For a class loader that has none yet; see {@link EntryOwners}. */
    public EntryOwner() {}

    /** Always the same reference, for objects that must not keep this owner alive. */
    public WeakReference<EntryOwner> reference() {
        return reference;
    }

    /** The entries that some store keeps here, which knows its own; null for none. */
    public @Nullable Object kept() {
        return kept;
    }

    /** Keeps {@code entries}, and drops those of any other store. */
    public synchronized void keep(Object entries) {
        kept = entries;
    }

    /** Drops {@code entries}, unless others are kept by now. */
    public synchronized void drop(Object entries) {
        if (kept == entries) {
            kept = null;
        }
    }
}
