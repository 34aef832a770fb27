package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.Arrivals;
import dev.larder.agent.core.codec.graph.Unfilled;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.SerializedString;

/**
 * Reads one value: Jackson's parser, the objects that references can name, and the elements of the collections that are not
 * complete yet.
 *
 * <p>It accepts exactly what the writer writes.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 */
public final class ValueReader {

    /** Larger tables are not kept. */
    private static final int MOST_KEPT = 1 << 14;

    private static final long MOST_PATHS = 1 << 24;

    /** Hash codes in a cycle that has no end repeat what is in it until the stack is full. */
    private static final long MOST_PATHS_IN_CYCLE = 1 << 17;

    private static final int FIRST_TABLE = 64;

    private @Nullable JsonParser parser;
    private @Nullable Arrivals arrivals;
    private @Nullable NamedClasses named;
    private final ReadObjects complete = new ReadObjects();
    private final OpenObjects open = new OpenObjects();
    private final Cycles cycles = new Cycles();
    private int depth;
    private long paths;

    /** Those inside of maps and sets, once for each of them. */
    private long comparedPaths;

    /** The elements of all collections that are being read, the innermost ones last. */
    private @Nullable Object[] elements = new Object[FIRST_TABLE];

    private int elementCount;

    /**
     * Begins to read what {@code parser} has from its next token on.
     *
     * @param arrivals if not null, is told of the order in which elements are added to collections without an order
     */
    public void open(JsonParser parser, @Nullable Arrivals arrivals) {
        this.parser = parser;
        this.arrivals = arrivals;
        this.depth = 0;
    }

    /** Ends reading, and lets go of all objects. */
    public void close() {
        parser = null;
        arrivals = null;
        named = null;
        complete.clear();
        open.clear(depth);
        cycles.clear();
        if (elements.length > MOST_KEPT) {
            elements = new Object[FIRST_TABLE];
        } else {
            Arrays.fill(elements, 0, elementCount, null);
        }
        elementCount = 0;
        paths = 0;
        comparedPaths = 0;
    }

    /** How many objects have been met so far, each as often as there are ways to it. */
    public long paths() {
        return paths;
    }

    /**
     * Refuses a collection whose elements are hashed or compared, if that could take very long, together with those before it: hash
     * codes follow all ways, and a short text with references can have more of them than anybody lives to see.
     */
    public void requireFewPaths(long before) throws CodecException {
        requireFewPaths(before, MOST_PATHS);
    }

    private void requireFewPaths(long before, long most) throws CodecException {
        long inside = paths - before;
        comparedPaths = Math.addExact(comparedPaths, inside);
        if (inside > most || comparedPaths > MOST_PATHS) {
            throw malformed("keys or elements of a set that can be reached in too many ways");
        }
    }

    /** For scalars, which take their text by themselves. */
    public JsonParser json() {
        return Objects.requireNonNull(parser, "not open");
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

    /** Reads the value whose first token is current. */
    public @Nullable Object value(Shape shape) throws CodecException {
        return is(JsonToken.VALUE_NULL) ? absent(shape) : shape.read(this);
    }

    private @Nullable Object absent(Shape shape) throws CodecException {
        if (!shape.isNullable()) {
            throw malformed("null for a primitive");
        }
        return null;
    }

    /** Advances to the value after the current token and reads it. */
    public @Nullable Object nextValue(Shape shape) throws CodecException {
        return json().nextToken() == JsonToken.VALUE_NULL ? absent(shape) : shape.read(this);
    }

    public void requireEnd() throws CodecException {
        if (json().nextToken() != null) {
            throw malformed("more than one value");
        }
    }

    /** Advances; false at the end of the array. */
    public boolean nextElement() {
        return json().nextToken() != JsonToken.END_ARRAY;
    }

    public void nextName(SerializedString name) throws CodecException {
        if (!json().nextName(name)) {
            throw malformed("another field than " + name.getValue());
        }
    }

    public void next(JsonToken expected) throws CodecException {
        json().nextToken();
        require(expected);
    }

    public void require(JsonToken expected) throws CodecException {
        if (json().currentToken() != expected) {
            throw malformed("not " + expected);
        }
    }

    /** Advances, and whether that is to {@code token}. */
    public boolean nextIs(JsonToken token) {
        return json().nextToken() == token;
    }

    public boolean is(JsonToken token) {
        return json().currentToken() == token;
    }

    public String text() throws CodecException {
        require(JsonToken.VALUE_STRING);
        return json().getString();
    }

    public byte[] bytes() throws CodecException {
        require(JsonToken.VALUE_STRING);
        return json().getBinaryValue();
    }

    public boolean bool() throws CodecException {
        if (!is(JsonToken.VALUE_TRUE) && !is(JsonToken.VALUE_FALSE)) {
            throw malformed("not a boolean");
        }
        return is(JsonToken.VALUE_TRUE);
    }

    public long integer(long min, long max) throws CodecException {
        require(JsonToken.VALUE_NUMBER_INT);
        long value = json().getLongValue();
        if (value < min || value > max) {
            throw malformed("a number out of range");
        }
        return value;
    }

    /** A number with a fraction, an infinity or NaN. */
    public double real() throws CodecException {
        return is(JsonToken.VALUE_NUMBER_FLOAT) ? json().getDoubleValue() : nonFinite(text());
    }

    /** As {@link #real}. */
    public float shortReal() throws CodecException {
        return is(JsonToken.VALUE_NUMBER_FLOAT) ? json().getFloatValue() : (float) nonFinite(text());
    }

    private double nonFinite(String text) throws CodecException {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw malformed("not a floating-point number");
        };
    }

    /** The elements of the containers that are being read. {@link #push} may replace the array. */
    public @Nullable Object[] elements() {
        return elements;
    }

    /** How many elements there are: the next one's index in {@link #elements}. */
    public int elementCount() {
        return elementCount;
    }

    /** Keeps an element of the container that is being read. */
    public void push(@Nullable Object element) {
        if (elementCount == elements.length) {
            elements = Arrays.copyOf(elements, 2 * elementCount);
        }
        elements[elementCount++] = element;
    }

    /** Lets go of the elements of a container that is complete. */
    public void pop(int from) {
        Arrays.fill(elements, from, elementCount, null);
        elementCount = from;
    }

    /** Records that {@code container}, which has no defined order, was made of the elements from an index on. */
    public void arrived(Object container, int from) {
        if (arrivals != null) {
            arrivals.note(container, elementsFrom(from));
        }
    }

    boolean isReference() {
        return is(JsonToken.VALUE_NUMBER_INT);
    }

    Object referenced(ReferenceShape shape) throws CodecException {
        int number = (int) integer(-depth, complete.count() - 1L);
        if (number < 0) {
            return enclosing(shape, -number);
        }
        Object target = complete.at(number, shape);
        if (target == null) {
            throw malformed("a reference to an object of another type");
        }
        cycles.refer(depth, number);
        paths = Math.addExact(paths, complete.weightOf(number));
        return target;
    }

    private Object enclosing(ReferenceShape shape, int at) throws CodecException {
        Object target = open.at(at, shape);
        if (target == null) {
            throw malformed("a reference to an object around it of another type, or that cannot be made yet");
        }
        cycles.referToOpen(depth, at);
        paths++;
        return target;
    }

    /**
     * Tells what the innermost open object is or can be made of, before its parts are read: they may refer to it.
     *
     * @param begun the object, or what {@link ReferenceShape#begin} needs
     */
    public void note(Object begun) {
        open.begin(depth, begun);
    }

    /** The innermost open object if it is a collection that something in it refers to; else null. */
    public @Nullable Unfilled unfilled() {
        return open.unfilled(depth);
    }

    /** Whether something in the innermost open object refers to that or to one around it, so that hash codes may be unknown. */
    public boolean isWaiting() {
        return cycles.isWaiting(depth);
    }

    private List<@Nullable Object> elementsFrom(int from) {
        return Arrays.asList(Arrays.copyOfRange(elements, from, elementCount));
    }

    /**
     * Fills a collection with the elements from an index on.
     *
     * @param made null if it cannot be made before what is in it
     * @param isLate whether it has to wait until all that the elements refer to is complete
     */
    public Object filled(@Nullable Unfilled made, int from, boolean isLate) throws CodecException {
        if (made == null) {
            throw malformed("elements whose hash codes are not known when they are needed");
        }
        List<@Nullable Object> content = elementsFrom(from);
        if (isLate) {
            open.fillLater(made, content, complete.count());
        } else {
            made.fill(content);
        }
        return made.visible();
    }

    void remember(ReferenceShape shape, Object value, long pathsBefore) {
        complete.add(shape, value, Math.min(paths - pathsBefore, MOST_PATHS + 1)); // more is too many in any case
    }

    long descend(ReferenceShape shape) throws CodecException {
        if (depth == ValueWriter.MAX_DEPTH) {
            throw malformed("nested too deeply");
        }
        open.open(++depth, shape);
        cycles.open(depth, complete.count());
        return paths++;
    }

    void ascend(long before) throws CodecException {
        if (cycles.close(depth, complete.count() - 1) && open.hasLater()) {
            requireFewPaths(before, MOST_PATHS_IN_CYCLE);
            open.fill(cycles.firstIn(depth));
        }
        open.close(depth--);
    }

    /** The exception for a token that the writer would not have written. */
    public CodecException malformed(String reason) {
        return new CodecException(
                "malformed at byte " + json().currentTokenLocation().getByteOffset() + ": " + reason);
    }
}
