package dev.larder.agent.core.codec.copy;

import static java.util.Objects.requireNonNull;

import dev.larder.agent.core.codec.copy.layout.JdkTypes;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Shell;
import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.heap.Heap;
import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HashMap} with shared keys: a copy has its table with the entries in their places, without hashing a key.
 *
 * <p><b>Shape.</b> What is kept is the map without its table, and the table with copies of its entries, which have null where
 * there is a part. The table and its entries are not among the objects that are {@linkplain Seen found again}: nothing else
 * refers to the table, and a walk that meets an entry elsewhere begins anew, without parts of this kind.
 */
final class TablePart extends Part {

    private static final Layout MAP = Layout.of(HashMap.class);

    /** Of entries; null if the maps of this JVM have others than known. */
    private static final @Nullable Layout ENTRY = entry();

    private static final Shell MAP_SHELL = MAP.shell();
    private static final @Nullable Shell ENTRY_SHELL = ENTRY == null ? null : ENTRY.shell();
    private static final long TABLE = offset(MAP, "table");
    private static final long SIZE = offset(MAP, "size");
    private static final long KEY = offset(ENTRY, "key");
    private static final long VALUE = offset(ENTRY, "value");
    private static final long NEXT = offset(ENTRY, "next");

    private static final @Nullable Part[] NONE = {};

    private final Object kept;
    private final Object[] table;
    private final int size;

    /** One for each entry, or null, in the order of the table. */
    private @Nullable Part[] values = NONE;

    private TablePart(Object kept, Object[] table, int size) {
        this.kept = kept;
        this.table = table;
        this.size = size;
    }

    private static @Nullable Layout entry() {
        try {
            Layout entry = Layout.of(Class.forName("java.util.HashMap$Node"));
            boolean isKnown = entry.slots().size() == 4
                    && offset(MAP, "table") > 0
                    && offset(MAP, "size") > 0
                    && offset(entry, "key") > 0
                    && offset(entry, "value") > 0
                    && offset(entry, "next") > 0;
            return isKnown ? entry : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static long offset(@Nullable Layout layout, String name) {
        if (layout != null) {
            for (Slot slot : layout.slots()) {
                if (slot.name().equals(name)) {
                    return slot.offset();
                }
            }
        }
        return -1;
    }

    /**
     * Of a map with entries, or null: if its keys are not texts and the like, if there is another kind of entry in it, or if
     * another thread changes it.
     */
    static @Nullable TablePart of(Object map) {
        Object kept = MAP_SHELL.copyOf(map);
        if (ENTRY_SHELL == null || !(Heap.get(kept, TABLE) instanceof Object[] original)) {
            return null;
        }
        int size = Heap.getInt(kept, SIZE);
        Object[] table = original.clone();
        Heap.put(kept, TABLE, null);
        return copyEntries(table, size) ? new TablePart(kept, table, size) : null;
    }

    private static boolean copyEntries(Object[] table, int size) {
        Class<?> known = requireNonNull(ENTRY).type();
        int entries = 0;
        for (int i = 0; i < table.length; i++) {
            Object before = null;
            for (Object original = table[i]; original != null; ) {
                if (original.getClass() != known || ++entries > size) {
                    return false;
                }
                Object entry = requireNonNull(ENTRY_SHELL).copyOf(original);
                Object key = Heap.get(entry, KEY);
                if (!(key == null || key instanceof String || isSharedKey(Layout.of(key.getClass())))) {
                    return false;
                }
                if (before == null) {
                    table[i] = entry;
                } else {
                    Heap.put(before, NEXT, entry);
                }
                before = entry;
                original = Heap.get(entry, NEXT);
            }
        }
        return entries == size;
    }

    private static boolean isSharedKey(Layout layout) {
        return layout.treatment() == Layout.Treatment.SHARED || layout.isValue();
    }

    /** About what a copy of a map takes, without what its entries refer to. */
    static long bytesOf(Object map) {
        Object table = ENTRY == null ? null : Heap.get(map, TABLE);
        return table instanceof Object[] places ? bytesOf(places.length, Heap.getInt(map, SIZE)) : 0;
    }

    private static long bytesOf(int places, int size) {
        return JdkTypes.HEADER_BYTES
                + (long) Integer.BYTES * places
                + (long) size * (requireNonNull(ENTRY).bytes() + Integer.BYTES);
    }

    int size() {
        return size;
    }

    /** The length of the table. */
    int places() {
        return table.length;
    }

    /** Null if there is no entry in that place. */
    @Nullable
    Object firstIn(int place) {
        return table[place];
    }

    /** The next entry in the same place. */
    static @Nullable Object after(Object entry) {
        return Heap.get(entry, NEXT);
    }

    static @Nullable Object keyOf(Object entry) {
        return Heap.get(entry, KEY);
    }

    static @Nullable Object valueOf(Object entry) {
        return Heap.get(entry, VALUE);
    }

    /** Of the table and the entries, without what these refer to. */
    long bytes() {
        return bytesOf(table.length, size);
    }

    /** One for each entry in the order of the table, or null. */
    void refersTo(@Nullable Part[] parts) {
        values = parts;
        int i = 0;
        for (Object first : table) {
            for (Object entry = first; entry != null; entry = Heap.get(entry, NEXT)) {
                if (parts[i++] != null) {
                    Heap.put(entry, VALUE, null);
                }
            }
        }
    }

    @Override
    Object begin() {
        return MAP_SHELL.copyOf(kept);
    }

    @Override
    void finish(Object copy, Object[] repeated) {
        Shell shell = requireNonNull(ENTRY_SHELL);
        Object[] copies = table.clone();
        int i = 0;
        for (int place = 0; place < copies.length; place++) {
            Object before = null;
            for (Object entry = copies[place]; entry != null; entry = Heap.get(entry, NEXT)) {
                entry = shell.copyOf(entry);
                Part value = values.length == 0 ? null : values[i++];
                if (value != null) {
                    Heap.put(entry, VALUE, value.in(repeated));
                }
                if (before == null) {
                    copies[place] = entry;
                } else {
                    Heap.put(before, NEXT, entry);
                }
                before = entry;
            }
        }
        Heap.put(copy, TABLE, copies);
    }

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        TablePart part = (TablePart) other;
        boolean isAlike = size == part.size
                && table.length == part.table.length
                && PartComparison.haveSameFields(kept, part.kept);
        for (int i = 0; isAlike && i < table.length; i++) {
            isAlike = areAlike(table[i], part.table[i]);
        }
        return isAlike && comparison.areAlike(values, part.values);
    }

    private static boolean areAlike(@Nullable Object first, @Nullable Object others) {
        Object entry = first;
        Object other = others;
        while (entry != null && other != null) {
            boolean isSame = Objects.equals(Heap.get(entry, KEY), Heap.get(other, KEY))
                    && Objects.equals(Heap.get(entry, VALUE), Heap.get(other, VALUE));
            if (!isSame) {
                return false;
            }
            entry = Heap.get(entry, NEXT);
            other = Heap.get(other, NEXT);
        }
        return entry == other;
    }
}
