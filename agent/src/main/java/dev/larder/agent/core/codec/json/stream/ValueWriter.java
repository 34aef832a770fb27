package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.UnfitClass;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * Writes one value: Jackson's generator, the path to the current place, the objects written so far and their classes.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 */
public final class ValueWriter {

    public static final int MAX_DEPTH = 200;

    private static final int RECENT_CLASSES = 16;

    private @Nullable JsonGenerator generator;
    private final WrittenObjects written = new WrittenObjects();
    private final Set<Class<?>> classes = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Some of {@link #classes}, each at the place of its hash code. */
    private final @Nullable Class<?>[] recent = new Class<?>[RECENT_CLASSES];

    /** For each open object, the name or index of its place that is being written. */
    private final @Nullable String[] names = new String[MAX_DEPTH + 1];

    private final int[] indexes = new int[MAX_DEPTH + 1];
    private @Nullable NamedClasses named;
    private final Cycles cycles = new Cycles();
    private int depth;
    private int finished;

    /** Begins a value, which {@code generator} is to write. */
    public void open(JsonGenerator generator) {
        this.generator = generator;
        names[0] = "";
        depth = 0;
        finished = 0;
    }

    /** Ends writing, and lets go of all objects and classes. */
    public void close() {
        generator = null;
        written.clear();
        cycles.clear();
        named = null;
        classes.clear();
        Arrays.fill(recent, null);
    }

    public JsonGenerator json() {
        return Objects.requireNonNull(generator, "not open");
    }

    /** The classes named so far. */
    public NamedClasses named() {
        NamedClasses all = named;
        if (all == null) {
            all = new NamedClasses();
            named = all;
        }
        return all;
    }

    /** The classes of all objects written, except leaves with a declared type; until {@link #close}. */
    public Set<Class<?>> classes() {
        return classes;
    }

    public void field(SerializedString name, Shape shape, @Nullable Object value) throws CodecException {
        names[depth] = name.getValue();
        json().writeName(name);
        value(shape, value);
    }

    public void element(int index, Shape shape, @Nullable Object value) throws CodecException {
        names[depth] = null;
        indexes[depth] = index;
        value(shape, value);
    }

    public void value(Shape shape, @Nullable Object value) throws CodecException {
        if (value != null) {
            shape.write(value, this);
        } else if (shape.isNullable()) {
            json().writeNull();
        } else {
            throw refuse("null stands for a primitive");
        }
    }

    /** Records a class that the value and not the declared type determined. */
    public void note(Class<?> type) {
        int place = type.hashCode() & (RECENT_CLASSES - 1);
        if (recent[place] != type) {
            recent[place] = type;
            classes.add(type);
        }
    }

    /**
     * Opens an object.
     *
     * @return what {@link #end} needs; negative if the object was written before, and has now been written as a reference
     */
    int begin(ReferenceShape shape, Object value) throws CodecException {
        int known = written.find(value);
        if (known < 0) {
            return open(shape, value);
        }
        ReferenceShape its = written.shapeOf(known);
        if (!shape.allows(its, value)) {
            throw refuse(nameOf(value) + " is reached in two places that are declared differently");
        }
        int number = written.numberOf(known);
        if (number < 0) {
            requireUnfilled(its, value);
            cycles.referToOpen(depth, -number);
        } else {
            cycles.refer(depth, number);
        }
        json().writeNumber(number);
        return -1;
    }

    private void requireUnfilled(ReferenceShape shape, Object value) throws CodecException {
        UnfitClass refusal = shape.refusalInside(value);
        if (refusal != null) {
            throw refuse(
                    "this is the " + nameOf(value) + " that it is in, which " + refusal.reason(), refusal.remedy());
        }
    }

    /** Whether something in the innermost open object refers to that or to one around it. */
    public boolean isWaiting() {
        return cycles.isWaiting(depth);
    }

    /** Whether an object has been referred to from inside of it. */
    public boolean hasCycles() {
        return cycles.any();
    }

    private int open(ReferenceShape shape, Object value) throws CodecException {
        if (depth == MAX_DEPTH) {
            throw refuse(
                    "nested more than " + MAX_DEPTH + " levels deep",
                    "Return a list in place of objects that each lead to the next, or a record of what callers need.");
        }
        note(value.getClass());
        depth++;
        names[depth] = "";
        cycles.open(depth, finished);
        return written.add(value, shape, -depth);
    }

    void end(int opened) {
        cycles.close(depth, finished);
        depth--;
        written.setNumber(opened, finished++);
    }

    /** The exception for a place that cannot be written. */
    public CodecException refuse(String reason) {
        return new CodecException(at(reason));
    }

    public CodecException refuse(String reason, String remedy) {
        return new CodecException(at(reason), remedy);
    }

    private String at(String reason) {
        return "at " + path() + ": " + reason;
    }

    public static String nameOf(Object value) {
        return value.getClass().getTypeName();
    }

    private String path() {
        StringBuilder path = new StringBuilder("$");
        for (int i = 0; i <= Math.min(depth, 20); i++) {
            String name = names[i];
            if (name == null) {
                path.append('[').append(indexes[i]).append(']');
            } else if (!name.isEmpty()) {
                path.append('.').append(name);
            }
        }
        return depth > 20 ? path + "…" : path.toString();
    }
}
