package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.layout.JdkCopies;
import dev.larder.agent.core.codec.copy.layout.JdkTypes;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.graph.UnfitClass;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of maps, sets and sequences that are copied by their own methods.
 *
 * <p><b>Threads.</b> Confined to the walk.
 */
final class ContainerParts {

    /** Of an element in a sequence. */
    private static final long ELEMENT_BYTES = 16;

    /** Of a key and a value in a map. */
    private static final long ENTRY_BYTES = 48;

    private final PrototypeBuilder walk;

    ContainerParts(PrototypeBuilder walk) {
        this.walk = walk;
    }

    boolean areKeysShared(Object value, int index, int depth) throws CodecException {
        LaterPart self = walk.beginKeys(value, index);
        boolean areShared = true;
        for (Object key : value instanceof Map<?, ?> map ? map.keySet() : (Set<?>) value) {
            areShared &= walk.part(key, Math.min(depth + 1, PrototypeBuilder.MAX_DEPTH - 1)) == null;
        }
        walk.endKeys(self);
        return areShared;
    }

    /** Null if the map is to be walked over like other objects. */
    @Nullable
    Part table(Object hashMap, int index, int depth) throws CodecException {
        if (walk.isThorough()) {
            return null;
        }
        walk.bytes().requireRoom(TablePart.bytesOf(hashMap));
        TablePart table = TablePart.of(hashMap);
        if (table == null) {
            return null;
        }
        walk.begin(index, table);
        walk.meetTable();
        walk.bytes().add(table.bytes());
        @Nullable Part[] values = new Part[table.size()];
        boolean areCopied = false;
        int next = 0;
        for (int place = 0; place < table.places(); place++) {
            for (Object entry = table.firstIn(place); entry != null; entry = TablePart.after(entry)) {
                walk.part(TablePart.keyOf(entry), depth);
                Part value = valueIn(entry, place, depth);
                areCopied |= value != null;
                values[next++] = value;
            }
        }
        if (areCopied) {
            table.refersTo(values);
        }
        return table;
    }

    private @Nullable Part valueIn(Object entry, int place, int depth) throws CodecException {
        try {
            return walk.part(TablePart.valueOf(entry), depth + 1);
        } catch (CodecException e) {
            throw new CodecException(".table[" + place + "].value" + e.getMessage(), e.remedy());
        }
    }

    /** Whatever other threads do to the map meanwhile: what is walked over is a copy, and that is kept. */
    Part map(Map<?, ?> map, UnaryOperator<Object> cloning, int index, int depth) throws CodecException {
        Map<?, ?> kept = (Map<?, ?>) cloning.apply(map);
        walk.bytes().add(JdkTypes.tableBytes(kept));
        if (kept instanceof SortedMap<?, ?> sorted) {
            walk.bytes().addShared(sorted.comparator());
        }
        if (JdkCopies.isReplaceable(kept.getClass()) && areKeysShared(kept, index, depth)) {
            return replaced(kept, kept.values(), cloning, index, depth);
        }
        RefilledPart refilled = walk.begin(index, new RefilledPart(kept, cloning));
        PartContents contents = contents(kept, depth);
        refilled.consistsOf(contents);
        if (!contents.isCopied()) {
            return whole(kept, cloning, refilled, index);
        }
        if (contents.areKeysCopied() && !(refilled.takesAll(kept) && areAllFound(map, kept))) {
            throw PrototypeBuilder.refused(
                    map,
                    UnfitClass.asItIs("has keys that have changed since they were put into it,"
                            + " or that another thread removes meanwhile"));
        }
        return refilled;
    }

    /** A clone of a hash table is filled by the hash codes that its keys have now. */
    private static boolean areAllFound(Map<?, ?> map, Map<?, ?> kept) {
        return map.size() == kept.size() && map.keySet().containsAll(kept.keySet());
    }

    /** As {@link #map}. */
    Part sequence(Collection<?> sequence, UnaryOperator<Object> cloning, int index, int depth) throws CodecException {
        Collection<?> kept = (Collection<?>) cloning.apply(sequence);
        if (JdkCopies.isReplaceable(kept.getClass())) {
            return replaced(kept, kept, cloning, index, depth);
        }
        RefilledPart refilled = walk.begin(index, new RefilledPart(kept, cloning));
        PartContents contents = contents(kept, depth);
        refilled.consistsOf(contents);
        return contents.isCopied() ? refilled : whole(kept, cloning, refilled, index);
    }

    private Part replaced(Object kept, Collection<?> replaceable, UnaryOperator<Object> cloning, int index, int depth)
            throws CodecException {
        ReplacedPart replaced = walk.begin(index, new ReplacedPart(kept, cloning));
        PartContents contents = contents(replaceable, depth);
        if (contents.isCopied()) {
            replaced.consistsOf(contents.parts());
        }
        return replaced;
    }

    /** If nothing in it is copied, its class copies it faster than it can be filled. */
    private Part whole(Object kept, UnaryOperator<Object> cloning, Part instead, int index) throws CodecException {
        return instead.isRepeated() ? instead : walk.begin(index, new ClonedPart(kept, cloning));
    }

    Part rehashed(Object value, Layout layout, int index, int depth) throws CodecException {
        RehashedPart rehashed = walk.begin(index, new RehashedPart(value, layout));
        rehashed.consistsOf(value instanceof Map<?, ?> map ? contents(map, depth) : contents((Set<?>) value, depth));
        return rehashed;
    }

    private PartContents contents(Collection<?> elements, int depth) throws CodecException {
        PartContents contents = new PartContents(elements.size());
        int index = 0;
        for (Object element : elements) {
            contents.add(element, element(element, index++, depth));
        }
        walk.bytes().add(index * ELEMENT_BYTES);
        return contents;
    }

    private PartContents contents(Map<?, ?> map, int depth) throws CodecException {
        PartContents contents = new PartContents(2 * map.size());
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            contents.add(entry.getKey(), element(entry.getKey(), index, depth));
            contents.add(entry.getValue(), element(entry.getValue(), index++, depth));
        }
        walk.bytes().add(index * ENTRY_BYTES);
        return contents;
    }

    private @Nullable Part element(@Nullable Object value, int index, int depth) throws CodecException {
        try {
            return walk.part(value, depth + 1);
        } catch (CodecException e) {
            throw new CodecException("[" + index + "]" + e.getMessage(), e.remedy());
        }
    }
}
