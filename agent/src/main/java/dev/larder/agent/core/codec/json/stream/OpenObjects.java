package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.graph.Unfilled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects around the place that is being read, by their depths, and the collections that are filled when a cycle ends.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 */
final class OpenObjects {

    /** A collection with what belongs in it, and its number. */
    private record Later(Unfilled collection, List<@Nullable Object> content, int number) {}

    private final @Nullable ReferenceShape[] shapes = new ReferenceShape[ValueWriter.MAX_DEPTH + 1];

    /** What the shapes noted, or the unfilled collections that were made of it. */
    private final @Nullable Object[] begun = new Object[ValueWriter.MAX_DEPTH + 1];

    private final List<Later> later = new ArrayList<>();

    /** Lets go of everything; {@code depth} is 0 unless reading has failed. */
    void clear(int depth) {
        if (depth > 0) {
            Arrays.fill(begun, null);
            Arrays.fill(shapes, null);
        }
        later.clear();
    }

    void open(int depth, ReferenceShape shape) {
        shapes[depth] = shape;
    }

    void close(int depth) {
        begun[depth] = null;
        shapes[depth] = null;
    }

    void begin(int depth, Object noted) {
        begun[depth] = noted;
    }

    /** The collection at {@code depth} if it was made before what is in it; else null. */
    @Nullable
    Unfilled unfilled(int depth) {
        return begun[depth] instanceof Unfilled made ? made : null;
    }

    /** The open object at {@code depth} for a reference of a place of {@code shape}; null if it cannot be referred to there. */
    @Nullable
    Object at(int depth, ReferenceShape shape) {
        ReferenceShape its = shapes[depth];
        Object noted = begun[depth];
        if (its == null || noted == null) {
            return null;
        }
        if (!(noted instanceof Unfilled)) {
            noted = its.begin(noted);
            begun[depth] = noted;
        }
        Object object = noted instanceof Unfilled made ? made.visible() : noted;
        return object != null && shape.allows(its, object) ? object : null;
    }

    void fillLater(Unfilled collection, List<@Nullable Object> content, int number) {
        later.add(new Later(collection, content, number));
    }

    boolean hasLater() {
        return !later.isEmpty();
    }

    /** Fills the collections that were noted since {@code first} objects were complete, in the order of the text. */
    void fill(int first) {
        int from = later.size();
        while (from > 0 && later.get(from - 1).number >= first) {
            from--;
        }
        List<Later> due = later.subList(from, later.size());
        for (Later each : due) {
            each.collection.fill(each.content);
        }
        due.clear();
    }
}
