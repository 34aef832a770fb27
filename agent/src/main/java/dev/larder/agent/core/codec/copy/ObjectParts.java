package dev.larder.agent.core.codec.copy;

import static java.util.Objects.requireNonNull;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.layout.JdkCopies;
import dev.larder.agent.core.codec.copy.layout.JdkTypes;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Shell;
import dev.larder.agent.core.codec.copy.layout.Sizes;
import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of objects that are copied by their fields or elements.
 *
 * <p><b>Threads.</b> Confined to the walk.
 */
final class ObjectParts {

    private static final @Nullable Object[] EMPTY = {};
    private static final int POINTER_BYTES = 4;

    /** Of a calendar, which is the largest. */
    private static final int WHOLE_BYTES = 1_200;

    /** No code is made for the sake of a few objects. */
    private static final int FEW = 4;

    private final PrototypeBuilder walk;
    private final ContainerParts containers;

    ObjectParts(PrototypeBuilder walk) {
        this.walk = walk;
        this.containers = new ContainerParts(walk);
    }

    /** @param index of the object among those that were {@link Seen seen} */
    @Nullable
    Part make(Object value, Layout layout, int index, int depth) throws CodecException {
        walk.bytes().addObject(value, layout);
        return switch (layout.treatment()) {
            case SHARED -> null;
            case FIELDS ->
                layout.isMapOrSet() ? fieldsOrMap(value, layout, index, depth) : fields(value, layout, index, depth);
            case INNER -> inner(value, layout, index, depth);
            case MAPPED -> walk.mapped().fetched(value, layout, index, depth);
            case CODE -> code(value, layout, index, depth);
            case PRIMITIVES -> numbers(value, index);
            case ELEMENTS -> array((@Nullable Object[]) value, index, depth);
            case WHOLE -> {
                walk.bytes().add(WHOLE_BYTES);
                UnaryOperator<Object> cloning = requireNonNull(JdkCopies.ofScalar(layout.type()));
                yield walk.begin(index, new ClonedPart(cloning.apply(value), cloning));
            }
            case MAP -> containers.map((Map<?, ?>) value, requireNonNull(JdkCopies.ofMap(layout.type())), index, depth);
            case SEQUENCE ->
                containers.sequence(
                        (Collection<?>) value, requireNonNull(JdkCopies.ofSequence(layout.type())), index, depth);
            case PROXY, REFUSED -> throw PrototypeBuilder.refused(value, layout.refusal());
        };
    }

    private @Nullable Part numbers(Object array, int index) throws CodecException {
        int length = Array.getLength(array);
        walk.bytes().add((long) length * Sizes.ofComponent(array.getClass().getComponentType()));
        return length == 0 ? null : walk.begin(index, new NumbersPart(array));
    }

    /** An object of a library's map, say, that looks after its entries: of no use without the map, and copied with it. */
    private @Nullable Part inner(Object value, Layout layout, int index, int depth) throws CodecException {
        for (Slot slot : layout.surroundings()) {
            Object around = Heap.get(value, slot.offset());
            if (around != null && !walk.hasMet(around)) {
                throw PrototypeBuilder.refused(value, layout.refusal());
            }
        }
        return layout.isMapOrSet() ? fieldsOrMap(value, layout, index, depth) : fields(value, layout, index, depth);
    }

    /** Entries that lie where the hash codes of their keys put them stay there only if the keys are shared. */
    private @Nullable Part fieldsOrMap(Object value, Layout layout, int index, int depth) throws CodecException {
        boolean isHashTable = value instanceof Map<?, ?> || !isView(layout.type());
        Part table = layout.type() == HashMap.class ? containers.table(value, index, depth) : null;
        if (table != null) {
            return table;
        }
        if (!isHashTable || containers.areKeysShared(value, index, depth)) {
            return fields(value, layout, index, depth);
        }
        UnaryOperator<Object> cloning = JdkCopies.ofMapByHash(layout.type());
        if (cloning != null) {
            return containers.map((Map<?, ?>) value, cloning, index, depth);
        }
        if (JdkTypes.isImmutableHashTable(layout.type())) {
            return containers.rehashed(value, layout, index, depth);
        }
        if (PlatformTypes.contains(layout.type())) {
            return fields(value, layout, index, depth); // one around a map or list, which is looked at in its turn
        }
        throw PrototypeBuilder.refused(
                value,
                UnfitClass.asItIs(
                        "is a map or set of another library or of the application, with keys that can change"));
    }

    /** Also of an object with more to it, once the rest has been seen to. */
    @Nullable
    Part byFields(Object value, Layout layout, int index, int depth) throws CodecException {
        return layout.isMapOrSet() ? fieldsOrMap(value, layout, index, depth) : fields(value, layout, index, depth);
    }

    private static boolean isView(Class<?> setType) {
        return PlatformTypes.contains(setType) && !JdkTypes.isImmutableHashTable(setType);
    }

    /** Whatever other threads do meanwhile, what is walked over is what is kept. */
    private @Nullable Part fields(Object value, Layout layout, int index, int depth) throws CodecException {
        Shell shell = layout.shell();
        Slot[] open = layout.open();
        Object kept = shell.copyOf(value);
        if (layout.type() == ArrayList.class) {
            return list(kept, shell, open[0], index, depth);
        }
        int first = 0;
        while (first < open.length && walk.isScalar(Heap.get(kept, open[first].offset()))) {
            first++;
        }
        if (first == open.length) {
            return layout.isFinal() ? walk.share(index) : walk.begin(index, new Part.Leaf(kept, shell));
        }
        Part.Branch branch = walk.begin(index, new Part.Branch(kept, shell));
        @Nullable Part[] parts = new Part[open.length];
        int copied = 0;
        for (int i = first; i < open.length; i++) {
            parts[i] = field(open[i], layout, kept, depth);
            copied += parts[i] == null ? 0 : 1;
        }
        if (copied == 0) {
            return layout.isFinal() ? walk.share(index) : walk.begin(index, new Part.Leaf(kept, shell));
        }
        walk.bytes().add((long) copied * (Long.BYTES + POINTER_BYTES));
        refer(branch, layout.openOffsets(), parts, copied);
        return branch;
    }

    /** To those parts that are not null. */
    @SuppressWarnings("NullAway") // if all have been copied, none is null
    private static void refer(Part.Branch branch, long[] offsets, @Nullable Part[] parts, int copied) {
        if (copied == parts.length) {
            branch.refersTo(offsets, parts);
            return;
        }
        long[] places = new long[copied];
        Part[] there = new Part[copied];
        int next = 0;
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            if (part != null) {
                places[next] = offsets[i];
                there[next++] = part;
            }
        }
        branch.refersTo(places, there);
    }

    private Part list(Object kept, Shell shell, Slot slot, int index, int depth) throws CodecException {
        int size = ((List<?>) kept).size();
        boolean isEmpty = size == 0;
        if (!(Heap.get(kept, slot.offset()) instanceof Object[] array) || array.length == 0 || isEmpty) {
            if (isEmpty) {
                Heap.put(kept, slot.offset(), EMPTY); // without spare capacity
            }
            return walk.begin(index, new Part.Leaf(kept, shell));
        }
        ListPart list = walk.begin(index, new ListPart(kept, shell, slot.offset()));
        try {
            list.consistsOf(elements(Arrays.copyOf(array, size), Seen.NONE, depth + 1));
        } catch (CodecException e) {
            throw inField(slot, e);
        }
        return list;
    }

    private @Nullable Part field(Slot slot, Layout layout, Object kept, int depth) throws CodecException {
        Object held = Heap.get(kept, slot.offset());
        if (held == null || layout.isNamed(held)) {
            return null;
        }
        try {
            if (slot.type() == Object[].class
                    && held instanceof Object[] array
                    && array.length > 0
                    && JdkTypes.isImmutableCollection(layout.type())) {
                Part.Elements elements = elements(array.clone(), Seen.NONE, depth + 1);
                return elements.isCopied() ? elements : null;
            }
            return walk.part(held, depth + 1);
        } catch (CodecException e) {
            throw inField(slot, e);
        }
    }

    private static CodecException inField(Slot slot, CodecException refused) {
        return new CodecException("." + slot.name() + refused.getMessage(), refused.remedy());
    }

    private @Nullable Part array(@Nullable Object[] array, int index, int depth) throws CodecException {
        return array.length == 0 ? null : elements(array.clone(), index, depth);
    }

    /**
     * @param kept the elements, in an array of which nobody else knows
     * @param index {@link Seen#NONE} for an array that only the collection around it can refer to
     */
    private Part.Elements elements(@Nullable Object[] kept, int index, int depth) throws CodecException {
        walk.bytes().add(JdkTypes.HEADER_BYTES + Integer.BYTES + (long) kept.length * POINTER_BYTES);
        Object first = kept[0];
        if (first != null && kept.length >= FEW) {
            Part.Elements alike = alike(kept, Layout.of(first.getClass()), index);
            if (alike != null) {
                return alike;
            }
        }
        Part.Elements elements = walk.begin(index, new Part.Elements(kept));
        @Nullable Part[] parts = null;
        for (int i = 0; i < kept.length; i++) {
            Part part = element(kept[i], i, depth);
            if (part != null) {
                parts = parts == null ? new Part[kept.length] : parts;
                parts[i] = part;
            }
        }
        if (parts != null) {
            elements.consistsOf(parts);
            walk.add(elements);
            walk.bytes().add((long) kept.length * POINTER_BYTES);
        }
        return elements;
    }

    /** An array of which all elements have one class, and refer to texts and numbers only; null if they do not. */
    private Part.@Nullable Elements alike(@Nullable Object[] kept, Layout layout, int index) throws CodecException {
        if (layout.isFlat()) {
            return flat(kept, layout, index);
        }
        long measured = measured(kept, layout);
        if (measured == Shell.MIXED) {
            return null;
        }
        walk.bytes().add(measured);
        return walk.begin(index, new Part.Elements(kept));
    }

    private Part.@Nullable Elements flat(@Nullable Object[] elements, Layout layout, int index) throws CodecException {
        @Nullable Object[] copies = elements.clone();
        int[] hints = new int[elements.length];
        long taken = layout.shell().takeAll(elements, copies, hints);
        if (taken == Shell.MIXED) {
            return null;
        }
        walk.bytes().add(taken);
        Part.Elements flat = walk.begin(index, new Part.Elements(copies));
        flat.isFlat(layout.shell());
        walk.add(new FlatArray(elements, hints, flat, layout));
        return flat;
    }

    private static long measured(@Nullable Object[] alike, Layout layout) {
        if (layout.treatment() == Layout.Treatment.SHARED) {
            return Sizes.ofAll(alike, layout);
        }
        return layout.isSimpleValue() ? layout.shell().measureAll(alike) : Shell.MIXED;
    }

    private @Nullable Part element(@Nullable Object value, int index, int depth) throws CodecException {
        try {
            return walk.part(value, depth + 1);
        } catch (CodecException e) {
            throw new CodecException("[" + index + "]" + e.getMessage(), e.remedy());
        }
    }

    /** A lambda and the like. */
    private @Nullable Part code(Object value, Layout layout, int index, int depth) throws CodecException {
        walk.share(index);
        for (Slot slot : layout.open()) {
            if (walk.part(Heap.get(value, slot.offset()), depth + 1) != null) {
                throw PrototypeBuilder.refused(
                        value,
                        UnfitClass.asItIs("is a lambda or generated code that refers to something that can change"));
            }
        }
        return null;
    }
}
