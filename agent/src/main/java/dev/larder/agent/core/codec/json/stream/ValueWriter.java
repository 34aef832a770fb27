package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one value: Jackson's generator, the path to the current place, the objects written so far and their classes.
 *
 * <p><b>Threads.</b> Confined to one call.
 */
public final class ValueWriter {

    public static final int MAX_DEPTH = 200;

    /** The mark of an object whose content is being written. */
    private static final int OPEN = -1;

    private record Mark(ReferenceShape shape, int number) {}

    private final JsonGenerator json;
    private final IdentityHashMap<Object, Mark> marks = new IdentityHashMap<>();
    private final Set<Class<?>> classes = Collections.newSetFromMap(new IdentityHashMap<>());
    /** For each open object, the name or index of its place that is being written. */
    private final @Nullable String[] names = new String[MAX_DEPTH + 1];

    private final int[] indexes = new int[MAX_DEPTH + 1];
    private @Nullable NamedClasses named;
    private int depth;
    private int finished;

    public ValueWriter(JsonGenerator json) {
        this.names[0] = "";
        this.json = json;
    }

    public JsonGenerator json() {
        return json;
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

    /** The classes of all objects written, except leaves with a declared type. */
    public Set<Class<?>> classes() {
        return classes;
    }

    public void field(String name, Shape shape, @Nullable Object value) throws CodecException {
        names[depth] = name;
        json.writeName(name);
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
            json.writeNull();
        } else {
            throw refuse("null stands for a primitive");
        }
    }

    /** Records a class that the value and not the declared type determined. */
    public void note(Class<?> type) {
        classes.add(type);
    }

    /**
     * Opens an object.
     *
     * @return false if it was written before, and has now been written as a reference
     */
    boolean begin(ReferenceShape shape, Object value) throws CodecException {
        Mark mark = marks.get(value);
        if (mark == null) {
            open(shape, value);
            return true;
        }
        if (mark.number == OPEN) {
            throw refuse(nameOf(value) + " contains itself");
        }
        if (mark.shape != shape) {
            throw refuse(nameOf(value) + " is reached in two places that are declared differently");
        }
        json.writeNumber(mark.number);
        return false;
    }

    private void open(ReferenceShape shape, Object value) throws CodecException {
        if (depth == MAX_DEPTH) {
            throw refuse("nested more than " + MAX_DEPTH + " levels deep");
        }
        marks.put(value, new Mark(shape, OPEN));
        note(value.getClass());
        depth++;
        names[depth] = "";
    }

    void end(Object value) {
        depth--;
        marks.computeIfPresent(value, (same, mark) -> new Mark(mark.shape, finished++));
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
