package dev.larder.agent.core.store;

import dev.larder.agent.core.base.PerLoader;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The {@link EntryOwner} of each class loader of this JVM.
 *
 * <p><b>Threads.</b> Thread-safe. Each owner is held by the classes of its loader, and only weakly by this.
 */
public final class EntryOwners {

    private static final PerLoader<Slot> BY_LOADER = new PerLoader<>() {
        @Override
        protected Slot initial() {
            return new Slot();
        }
    };

    private static final ClassValue<EntryOwner> BY_CLASS = new ClassValue<>() {
        @Override
        protected EntryOwner computeValue(Class<?> type) {
            return BY_LOADER.get(type.getClassLoader()).owner();
        }
    };

    private EntryOwners() {}

    /** Null for a class of the bootstrap loader, whose entries have no owner. */
    public static @Nullable EntryOwner of(Class<?> type) {
        return type.getClassLoader() == null ? null : BY_CLASS.get(type);
    }

    /** The owner of one loader, if there is one yet. */
    private static final class Slot {

        private @Nullable WeakReference<EntryOwner> known;

        synchronized EntryOwner owner() {
            EntryOwner owner = known == null ? null : known.get();
            if (owner == null) {
                owner = new EntryOwner();
                known = owner.reference();
            }
            return owner;
        }
    }
}
