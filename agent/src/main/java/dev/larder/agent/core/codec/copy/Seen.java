package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.Hints;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a walk has met, and their parts. Objects are told apart by identity only.
 *
 * <p><b>Shape.</b> A hash table whose hash codes are {@linkplain Hints hints}, which callers make from the content. Of objects
 * with one and the same hint it compares {@value #MOST_ALIKE}; the others are in an {@link IdentityHashMap}. So many equal
 * objects cost no more than identity hash codes do, and all others less.
 *
 * <p><b>Threads.</b> Confined to the walk. An object that another thread changes between two references to it may have two
 * hints, and is then taken for two objects.
 */
final class Seen {

    static final int NONE = -1;

    /** Of an object that is not an element of a flat array. */
    private static final int WHOLE = -1;

    private static final int MOST_ALIKE = 16;
    private static final int FIRST_CAPACITY = 8;

    /** Odd, and another one in each JVM: nobody can choose contents that all go to one place. */
    private static final int FACTOR = ThreadLocalRandom.current().nextInt() | 1;

    private @Nullable Object[] objects = new Object[FIRST_CAPACITY];
    private @Nullable Part[] parts = new Part[FIRST_CAPACITY];
    private int[] hints = new int[FIRST_CAPACITY];

    /** The index in the array that is the part, or {@link #WHOLE}. */
    private int[] places = new int[FIRST_CAPACITY];

    /** The object that comes after this one in its bucket. */
    private int[] next = new int[FIRST_CAPACITY];

    /** The first object of each bucket, as many as there is room for objects. */
    private int[] buckets = emptyBuckets(FIRST_CAPACITY);

    private int shift = Integer.SIZE - Integer.numberOfTrailingZeros(FIRST_CAPACITY);
    private int size;

    /** Objects of which there were too many with their hint; their indexes. */
    private @Nullable IdentityHashMap<Object, Integer> crowded;

    /** The index of an object, or {@link #NONE}. */
    int find(Object value, int hint) {
        int alike = 0;
        for (int i = buckets[bucket(hint)]; i != NONE; i = next[i]) {
            if (objects[i] == value) {
                return i;
            }
            alike += hints[i] == hint ? 1 : 0;
        }
        return alike < MOST_ALIKE || crowded == null ? NONE : crowded.getOrDefault(value, NONE);
    }

    /** Adds an object that is not there, without a part as yet; returns its index. */
    int add(Object value, int hint) {
        return add(value, hint, null, WHOLE);
    }

    private int add(Object value, int hint, @Nullable Part part, int place) {
        reserve(1);
        int added = size++;
        objects[added] = value;
        hints[added] = hint;
        parts[added] = part;
        places[added] = place;
        link(added);
        return added;
    }

    /**
     * Adds the elements of a flat array. Those that are there already are made parts of their own, to which the array then
     * refers.
     */
    void addAll(FlatArray array, Repetitions repetitions) {
        @Nullable Object[] elements = array.originals();
        reserve(elements.length);
        for (int i = 0; i < elements.length; i++) {
            Object element = elements[i];
            if (element != null) {
                int hint = array.hints()[i];
                int known = find(element, hint);
                if (known == NONE) {
                    add(element, hint, array.part(), i);
                } else {
                    array.part().refer(i, repetitions.repeated(part(known)));
                }
            }
        }
    }

    /** Of the object at an index, whose part must have been set. */
    Part part(int index) {
        Part part = parts[index];
        if (part == null) {
            throw new IllegalStateException("an object is its own content before it has been begun");
        }
        if (places[index] == WHOLE) {
            return part;
        }
        Part.Leaf leaf = ((Part.Elements) part).leafAt(places[index]);
        set(index, leaf);
        return leaf;
    }

    void set(int index, @Nullable Part part) {
        parts[index] = part;
        places[index] = WHOLE;
    }

    private void link(int added) {
        int bucket = bucket(hints[added]);
        int alike = 0;
        for (int i = buckets[bucket]; i != NONE; i = next[i]) {
            alike += hints[i] == hints[added] ? 1 : 0;
        }
        if (alike < MOST_ALIKE) {
            next[added] = buckets[bucket];
            buckets[bucket] = added;
        } else {
            crowded = crowded == null ? new IdentityHashMap<>() : crowded;
            crowded.put(objects[added], added);
        }
    }

    private int bucket(int hint) {
        return (hint * FACTOR) >>> shift;
    }

    /** Makes room for so many more. */
    private void reserve(int more) {
        int wanted = size + more;
        if (wanted <= objects.length) {
            return;
        }
        int capacity = Integer.highestOneBit(Math.max(wanted, 2 * objects.length) - 1) << 1;
        objects = Arrays.copyOf(objects, capacity);
        parts = Arrays.copyOf(parts, capacity);
        hints = Arrays.copyOf(hints, capacity);
        places = Arrays.copyOf(places, capacity);
        next = new int[capacity];
        buckets = emptyBuckets(capacity);
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(capacity);
        crowded = null;
        for (int i = 0; i < size; i++) {
            link(i);
        }
    }

    private static int[] emptyBuckets(int capacity) {
        int[] buckets = new int[capacity];
        Arrays.fill(buckets, NONE);
        return buckets;
    }

    /** What is done with an object that is met again. */
    interface Repetitions {

        Part repeated(Part part);
    }
}
