package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.Hints;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a walk has met, and their parts. Objects are told apart by identity only.
 *
 * <p><b>Shape.</b> A hash table with open addressing. Its hash codes are {@linkplain Hints hints}, which callers make from the
 * content. Of objects with one and the same hint, {@value #MOST_ALIKE} are where the hint says; the others are where their
 * identity hash codes say. So many equal objects cost little more than identity hash codes do, and all others less.
 *
 * <p>The few objects that were found last are found again without a hint: children refer to their parent one after the other.
 *
 * <p><b>Threads.</b> Confined to the walk. An object that another thread changes between two references to it may have two
 * hints, and is then taken for two objects.
 */
final class Seen {

    static final int NONE = -1;

    /** Of an object that is not an element of a flat array. */
    private static final int WHOLE = -1;

    private static final int CROWDED = -2;
    private static final int MOST_ALIKE = 8;
    private static final int FIRST_CAPACITY = 16;
    private static final int RECENT = 4;

    /** Hints have it and identity hash codes do not: so they are never equal. */
    private static final int HINT_BIT = 1 << 31;

    /** Odd, and another one in each JVM: nobody can choose contents that all go to one place. */
    private static final int FACTOR = ThreadLocalRandom.current().nextInt() | 1;

    /** One that is not in use, since to make its arrays takes longer than most walks. It refers to nothing. */
    private static final AtomicReference<@Nullable Seen> SPARE = new AtomicReference<>();

    /** For a graph of about a thousand objects. */
    private static final int MOST_SPARED = 2_048;

    private @Nullable Object[] objects = new Object[FIRST_CAPACITY];
    private @Nullable Part[] parts = new Part[FIRST_CAPACITY];

    /** By which each object is in the table: its hint or its identity hash code. */
    private int[] hashes = new int[FIRST_CAPACITY];

    /** The index in the array that is the part, or {@link #WHOLE}; null as long as all of them are. */
    private int @Nullable [] places;

    /** The indexes of objects, one too many each; twice as many as there is room for objects. */
    private int[] table = new int[2 * FIRST_CAPACITY];

    private int shift = Integer.SIZE - Integer.numberOfTrailingZeros(2 * FIRST_CAPACITY);
    private int size;

    private final int[] recent = new int[RECENT];
    private int nextRecent;

    /** What was looked for last and is not there, where it belongs, and by which hash. */
    private @Nullable Object missing;

    private int missingAt;
    private int missingHash;

    static Seen take() {
        Seen spare = SPARE.getPlain() == null ? null : SPARE.getAndSet(null);
        return spare == null ? new Seen() : spare;
    }

    /** Ends its use. */
    void give() {
        if (objects.length <= MOST_SPARED) {
            clear();
            SPARE.setRelease(this);
        }
    }

    private void clear() {
        if (4 * size > table.length) {
            Arrays.fill(table, 0);
        } else {
            for (int i = 0; i < size; i++) {
                table[slotOf(i)] = 0;
            }
        }
        Arrays.fill(objects, 0, size, null);
        Arrays.fill(parts, 0, size, null);
        Arrays.fill(recent, 0);
        places = null;
        missing = null;
        size = 0;
    }

    private int slotOf(int index) {
        int at = start(hashes[index]);
        while (table[at] != index + 1) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    /** The index of an object that was found lately, or {@link #NONE}, which says nothing. */
    int findRecent(Object value) {
        for (int index : recent) {
            if (objects[index] == value) {
                return index;
            }
        }
        return NONE;
    }

    /** The index of an object, or {@link #NONE}. */
    int find(Object value, int hint) {
        int found = probe(value, hint | HINT_BIT, MOST_ALIKE);
        found = found == CROWDED ? probe(value, System.identityHashCode(value) & ~HINT_BIT, Integer.MAX_VALUE) : found;
        if (found >= 0) {
            recent[nextRecent++ & (RECENT - 1)] = found;
        }
        return found;
    }

    private int probe(Object value, int hash, int most) {
        int at = start(hash);
        int alike = 0;
        for (int there = table[at]; there != 0; there = table[at]) {
            int index = there - 1;
            if (objects[index] == value) {
                return index;
            }
            if (hashes[index] == hash && ++alike == most) {
                return CROWDED;
            }
            at = (at + 1) & (table.length - 1);
        }
        missing = value;
        missingAt = at;
        missingHash = hash;
        return NONE;
    }

    /** Adds an object that is not there, without a part as yet; returns its index. */
    int add(Object value, int hint) {
        if (missing != value) {
            find(value, hint);
        }
        missing = null;
        int added = size++;
        objects[added] = value;
        hashes[added] = missingHash;
        table[missingAt] = size;
        if (size == objects.length) {
            grow(2 * size);
        }
        return added;
    }

    /**
     * Adds the elements of a flat array. Those that are there already are made parts of their own, to which the array then
     * refers.
     */
    void addAll(FlatArray array, Repetitions repetitions) {
        @Nullable Object[] elements = array.originals();
        if (size + elements.length >= objects.length) {
            grow(Integer.highestOneBit(size + elements.length) << 1);
        }
        int[] own = places();
        for (int i = 0; i < elements.length; i++) {
            Object element = elements[i];
            if (element != null) {
                int known = find(element, array.hints()[i]);
                if (known == NONE) {
                    int added = add(element, array.hints()[i]);
                    parts[added] = array.part();
                    own[added] = i;
                } else {
                    array.part().refer(i, repetitions.repeated(part(known)));
                }
            }
        }
    }

    private int[] places() {
        int[] own = places;
        if (own == null) {
            own = new int[objects.length];
            Arrays.fill(own, WHOLE);
            places = own;
        }
        return own;
    }

    /** Of the object at an index, whose part must have been set. */
    Part part(int index) {
        Part part = parts[index];
        if (part == null) {
            throw new IllegalStateException("an object is its own content before it has been begun");
        }
        if (places == null || places[index] == WHOLE) {
            return part;
        }
        Part.Leaf leaf = ((Part.Elements) part).leafAt(places[index]);
        set(index, leaf);
        return leaf;
    }

    void set(int index, @Nullable Part part) {
        parts[index] = part;
        if (places != null) {
            places[index] = WHOLE;
        }
    }

    private int start(int hash) {
        return (hash * FACTOR) >>> shift;
    }

    /** @param capacity a power of two */
    private void grow(int capacity) {
        objects = Arrays.copyOf(objects, capacity);
        parts = Arrays.copyOf(parts, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        if (places != null) {
            int known = places.length;
            places = Arrays.copyOf(places, capacity);
            Arrays.fill(places, known, capacity, WHOLE);
        }
        table = new int[2 * capacity];
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(table.length);
        missing = null;
        for (int i = 0; i < size; i++) {
            int at = start(hashes[i]);
            while (table[at] != 0) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = i + 1;
        }
    }

    /** What is done with an object that is met again. */
    interface Repetitions {

        Part repeated(Part part);
    }
}
