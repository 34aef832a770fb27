package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.layout.CopyRefusal;
import dev.larder.agent.core.codec.copy.layout.Heap;
import dev.larder.agent.core.codec.copy.layout.JdkCopies;
import dev.larder.agent.core.codec.copy.layout.JdkTypes;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Sizes;
import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.graph.Constants;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of one {@link Prototype}: walks over a result and everything it refers to, once.
 *
 * <p>For each object it answers with a part, or with null if the object may be shared. An object whose fields are final is
 * shared if everything it refers to is.
 *
 * <p><b>Threads.</b> Confined to one call. Collections of the JDK that lock themselves are locked meanwhile. Of other code it
 * runs only the iterators of maps and sets, and hash codes and comparators of keys that are copied.
 */
final class PrototypeBuilder {

    /** From here on, an object is walked over later, not within the walk of the object that refers to it. */
    private static final int MAX_DEPTH = 100;

    /** Stands for an object that is shared. */
    private static final Part SHARED = new LaterPart("");

    private static final @Nullable Object[] EMPTY = {};
    private static final int POINTER_BYTES = 4;
    private static final int PART_BYTES = 40;

    /** Of a calendar, which is the largest. */
    private static final int WHOLE_BYTES = 1_200;

    private final long maxBytes;

    /** Objects that were walked over; {@link #SHARED} for those that are shared. */
    private final IdentityHashMap<Object, Part> seen = new IdentityHashMap<>();

    private final List<Part> repeated = new ArrayList<>();
    private final List<Part.Elements> arrays = new ArrayList<>();
    private final Deque<LaterPart> postponed = new ArrayDeque<>();

    /** Those that were referred to and whose objects have been walked over. */
    private final List<LaterPart> resolved = new ArrayList<>();

    /** For maps and sets that their own keys refer to. */
    private final IdentityHashMap<Object, LaterPart> inTheirKeys = new IdentityHashMap<>();

    private int completed;
    private long bytes;

    PrototypeBuilder(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    Prototype build(@Nullable Object value) throws CodecException {
        Part root = part(value, 0);
        for (LaterPart later = postponed.poll(); later != null; later = postponed.poll()) {
            resolve(later, make(later.original(), Layout.of(later.original().getClass()), 0));
        }
        repeated.sort(Comparator.comparingInt(part -> part.completed));
        for (int i = 0; i < repeated.size(); i++) {
            repeated.get(i).repeat(i);
        }
        resolved.forEach(LaterPart::takePlace);
        arrays.forEach(Part.Elements::flatten);
        return new Prototype(root == null ? value : null, root, repeated.toArray(new Part[0]), bytes);
    }

    private void resolve(LaterPart later, @Nullable Part target) {
        if (target == null) {
            seen.put(later.original(), SHARED);
            later.completed = ++completed;
            repeated.add(later);
        } else {
            target.completed = target.completed == 0 ? ++completed : target.completed;
            later.standsFor(repeated(target));
            resolved.add(later);
        }
    }

    private @Nullable Part part(@Nullable Object value, int depth) throws CodecException {
        if (value == null) {
            return null;
        }
        Layout layout = Layout.of(value.getClass());
        if (layout.treatment() == Layout.Treatment.SHARED) {
            count(Sizes.of(value));
            return null;
        }
        if (layout.isFinal() && layout.open().length == 0 && layout.treatment() == Layout.Treatment.FIELDS) {
            countFields(value, layout); // a record of texts and numbers
            return null;
        }
        Part known = seen.get(value);
        if (known != null) {
            return known == SHARED ? null : repeated(known);
        }
        if (layout.hasConstants() && Constants.of(layout.type()).nameOf(value) != null) {
            seen.put(value, SHARED);
            return null;
        }
        if (depth >= MAX_DEPTH) {
            return postponed(value);
        }
        Part made = make(value, layout, depth);
        if (made == null) {
            seen.put(value, SHARED);
        } else {
            made.completed = ++completed;
        }
        LaterPart inKeys = inTheirKeys.isEmpty() ? null : inTheirKeys.remove(value);
        if (inKeys != null) {
            resolve(inKeys, made);
        }
        return made;
    }

    /** For the second reference to an object, and all after it. */
    private Part repeated(Part part) {
        if (part instanceof LaterPart later) {
            later.refer();
        } else if (!part.isRepeated()) {
            part.repeat(repeated.size());
            repeated.add(part);
        }
        return part;
    }

    private Part postponed(Object value) {
        LaterPart later = new LaterPart(value);
        seen.put(value, later);
        postponed.add(later);
        return later;
    }

    private @Nullable Part make(Object value, Layout layout, int depth) throws CodecException {
        Object monitor = JdkTypes.monitorOf(value);
        if (monitor == null) {
            return madeOf(value, layout, depth);
        }
        synchronized (monitor) { // as its own methods do, and its serialization
            return madeOf(value, layout, depth);
        }
    }

    private @Nullable Part madeOf(Object value, Layout layout, int depth) throws CodecException {
        countFields(value, layout);
        return switch (layout.treatment()) {
            case SHARED -> null;
            case FIELDS -> fieldsOrMap(value, layout, depth);
            case CODE -> code(value, layout, depth);
            case PRIMITIVES -> numbers(value);
            case ELEMENTS -> elements(value, (@Nullable Object[]) value, depth);
            case WHOLE -> {
                count(WHOLE_BYTES);
                yield seen(value, new ClonedPart(value, cloning(JdkCopies.ofScalar(layout.type()))));
            }
            case MAP -> map((Map<?, ?>) value, cloning(JdkCopies.ofMap(layout.type())), depth);
            case SEQUENCE -> sequence((Collection<?>) value, cloning(JdkCopies.ofSequence(layout.type())), depth);
            case REFUSED -> throw refused(value, layout.refusal());
        };
    }

    private static UnaryOperator<Object> cloning(@Nullable UnaryOperator<Object> known) {
        if (known == null) {
            throw new IllegalStateException("a layout without its way of copying");
        }
        return known;
    }

    private <P extends Part> P seen(Object value, P part) throws CodecException {
        seen.put(value, part);
        count(PART_BYTES);
        return part;
    }

    private @Nullable Part numbers(Object array) throws CodecException {
        int length = Array.getLength(array);
        count((long) length * Sizes.ofComponent(array.getClass().getComponentType()));
        return length == 0 ? null : seen(array, new Part.Numbers(array));
    }

    /** Entries that lie where the hash codes of their keys put them stay there only if the keys are shared. */
    private @Nullable Part fieldsOrMap(Object value, Layout layout, int depth) throws CodecException {
        boolean isHashTable = value instanceof Map<?, ?> || (value instanceof Set<?> && !isView(value));
        if (!isHashTable || areKeysShared(value, depth)) {
            return fields(value, layout, depth);
        }
        UnaryOperator<Object> cloning = JdkCopies.ofMapByHash(layout.type());
        if (cloning != null) {
            return map((Map<?, ?>) value, cloning, depth);
        }
        if (JdkTypes.isImmutableHashTable(layout.type())) {
            return rehashed(value, layout, depth);
        }
        if (PlatformTypes.contains(layout.type())) {
            return fields(value, layout, depth); // one around a map or a list, which is looked at in its turn
        }
        throw refused(
                value,
                CopyRefusal.asItIs(
                        "is a map or set of another library or of the application, with keys that can change"));
    }

    private static boolean isView(Object value) {
        return PlatformTypes.contains(value.getClass()) && !JdkTypes.isImmutableHashTable(value.getClass());
    }

    private boolean areKeysShared(Object value, int depth) throws CodecException {
        LaterPart self = new LaterPart(value); // a key may refer to the map that it is in
        seen.put(value, self);
        boolean areShared = true;
        for (Object key : value instanceof Map<?, ?> map ? map.keySet() : (Set<?>) value) {
            areShared &= part(key, Math.min(depth + 1, MAX_DEPTH - 1)) == null;
        }
        seen.remove(value);
        if (self.isReferenced()) {
            inTheirKeys.put(value, self);
        }
        return areShared;
    }

    private @Nullable Part fields(Object value, Layout layout, int depth) throws CodecException {
        Slot[] open = layout.open();
        if (open.length == 0) {
            return seen(value, new Part.Leaf(layout.shell().copyOf(value), layout.shell()));
        }
        Part.Branch branch = seen(value, new Part.Branch(layout.shell().copyOf(value), layout.shell()));
        Part[] parts = new Part[open.length];
        long[] offsets = new long[open.length];
        int copied = 0;
        for (Slot slot : open) {
            Part part = field(value, slot, layout, branch, depth);
            if (part != null) {
                parts[copied] = part;
                offsets[copied++] = slot.offset();
            }
        }
        if (copied == 0) {
            return layout.isFinal() ? null : seen(value, new Part.Leaf(branch.kept(), layout.shell()));
        }
        count((long) copied * (Long.BYTES + POINTER_BYTES));
        branch.refersTo(Arrays.copyOf(offsets, copied), Arrays.copyOf(parts, copied));
        return branch;
    }

    private @Nullable Part field(Object value, Slot slot, Layout layout, Part.Branch branch, int depth)
            throws CodecException {
        Object held = Heap.get(value, slot.offset());
        if (held != null && layout.isNamed(held)) {
            return null;
        }
        try {
            if (slot.type() == Object[].class && held instanceof Object[] array && array.length > 0) {
                if (layout.type() == ArrayList.class) {
                    return elementsOf((List<?>) value, array, slot, branch, depth);
                }
                if (JdkTypes.isImmutableCollection(layout.type())) {
                    Part.Elements elements = elements(array, array, depth + 1);
                    return elements != null && !elements.isCopied() ? null : elements;
                }
            }
            return part(held, depth + 1);
        } catch (CodecException e) {
            throw new CodecException("." + slot.name() + e.getMessage(), e.remedy());
        }
    }

    /** Without spare capacity. */
    private @Nullable Part elementsOf(List<?> list, Object[] array, Slot slot, Part.Branch branch, int depth)
            throws CodecException {
        if (list.isEmpty()) {
            branch.keeps(slot.offset(), EMPTY);
            return null;
        }
        return elements(array, Arrays.copyOf(array, list.size()), depth + 1);
    }

    /** @param kept the elements, in an array that is copied again */
    private Part.@Nullable Elements elements(Object array, @Nullable Object[] kept, int depth) throws CodecException {
        if (kept.length == 0) {
            return null;
        }
        count(JdkTypes.HEADER_BYTES + Integer.BYTES + (long) kept.length * POINTER_BYTES);
        Part.Elements elements = seen(array, new Part.Elements(kept.clone()));
        @Nullable Part[] parts = new Part[kept.length];
        boolean isCopied = false;
        for (int i = 0; i < kept.length; i++) {
            parts[i] = element(kept[i], i, depth);
            isCopied |= parts[i] != null;
        }
        if (isCopied) {
            elements.consistsOf(parts);
            arrays.add(elements);
            count((long) kept.length * POINTER_BYTES);
        }
        return elements;
    }

    private @Nullable Part element(@Nullable Object value, int index, int depth) throws CodecException {
        try {
            return part(value, depth + 1);
        } catch (CodecException e) {
            throw new CodecException("[" + index + "]" + e.getMessage(), e.remedy());
        }
    }

    /** A lambda and the like. */
    private @Nullable Part code(Object value, Layout layout, int depth) throws CodecException {
        seen.put(value, SHARED);
        for (Slot slot : layout.open()) {
            if (part(Heap.get(value, slot.offset()), depth + 1) != null) {
                throw refused(
                        value,
                        CopyRefusal.asItIs("is a lambda or generated code that refers to something that can change"));
            }
        }
        return null;
    }

    private Part map(Map<?, ?> map, UnaryOperator<Object> cloning, int depth) throws CodecException {
        count(JdkTypes.tableBytes(map));
        if (map instanceof SortedMap<?, ?> sorted) {
            countShared(sorted.comparator());
        }
        if (JdkCopies.isReplaceable(map.getClass()) && areKeysShared(map, depth)) {
            ReplacedPart replaced = seen(map, new ReplacedPart(map, cloning));
            PartContents values = contents(map.values(), depth);
            if (values.isCopied()) {
                replaced.consistsOf(values.parts());
            }
            return replaced;
        }
        RefilledPart refilled = seen(map, new RefilledPart(map, cloning));
        PartContents contents = contents(map, depth);
        refilled.consistsOf(contents);
        if (contents.isCopied() && !refilled.takesAll(map)) {
            throw refused(map, CopyRefusal.asItIs("has keys that have changed since they were put into it"));
        }
        return contents.isCopied() ? refilled : whole(map, cloning, refilled);
    }

    private Part sequence(Collection<?> sequence, UnaryOperator<Object> cloning, int depth) throws CodecException {
        if (JdkCopies.isReplaceable(sequence.getClass())) {
            ReplacedPart replaced = seen(sequence, new ReplacedPart(sequence, cloning));
            PartContents elements = contents(sequence, depth);
            if (elements.isCopied()) {
                replaced.consistsOf(elements.parts());
            }
            return replaced;
        }
        RefilledPart refilled = seen(sequence, new RefilledPart(sequence, cloning));
        PartContents contents = contents(sequence, depth);
        refilled.consistsOf(contents);
        return contents.isCopied() ? refilled : whole(sequence, cloning, refilled);
    }

    /** If nothing in it is copied, its class copies it faster than it can be filled. */
    private Part whole(Object value, UnaryOperator<Object> cloning, Part instead) throws CodecException {
        return instead.isRepeated() ? instead : seen(value, new ClonedPart(value, cloning));
    }

    private Part rehashed(Object value, Layout layout, int depth) throws CodecException {
        RehashedPart rehashed = seen(value, new RehashedPart(value, layout));
        rehashed.consistsOf(value instanceof Map<?, ?> map ? contents(map, depth) : contents((Set<?>) value, depth));
        return rehashed;
    }

    private PartContents contents(Collection<?> elements, int depth) throws CodecException {
        PartContents contents = new PartContents(elements.size());
        int index = 0;
        for (Object element : elements) {
            contents.add(element, element(element, index++, depth));
        }
        count((long) index * 4 * POINTER_BYTES);
        return contents;
    }

    private PartContents contents(Map<?, ?> map, int depth) throws CodecException {
        PartContents contents = new PartContents(2 * map.size());
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            contents.add(entry.getKey(), element(entry.getKey(), index, depth));
            contents.add(entry.getValue(), element(entry.getValue(), index++, depth));
        }
        count((long) index * 12 * POINTER_BYTES);
        return contents;
    }

    /** What all copies share is not copied, but it takes memory, and what it has may not be copyable. */
    private void countShared(@Nullable Object shared) throws CodecException {
        PrototypeBuilder counting = new PrototypeBuilder(maxBytes);
        try {
            counting.part(shared, 0);
        } catch (CodecException uncopyable) {
            // it is counted as far as that
        }
        count(counting.bytes);
    }

    /** An object, with the texts and numbers that it refers to. */
    private void countFields(Object value, Layout layout) throws CodecException {
        long size = layout.bytes();
        for (Slot slot : layout.leaves()) {
            size += Sizes.of(Heap.get(value, slot.offset()));
        }
        count(size);
        for (Slot slot : layout.orders()) {
            countShared(Heap.get(value, slot.offset()));
        }
    }

    private void count(long more) throws CodecException {
        bytes += more;
        if (bytes > maxBytes) {
            throw new CodecException(
                    ": it takes more than " + maxBytes + " bytes in memory",
                    "Return less, or raise larder.memory.max-bytes, of which one entry may take a tenth.");
        }
    }

    private static CodecException refused(Object value, CopyRefusal refusal) {
        return new CodecException(": " + value.getClass().getTypeName() + " " + refusal.reason(), refusal.remedy());
    }
}
