package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.Arrivals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one value: Jackson's parser, and the objects that references can name.
 *
 * <p>It accepts exactly what the writer writes.
 *
 * <p><b>Threads.</b> Confined to one call.
 */
public final class ValueReader {

    private record Remembered(ReferenceShape shape, Object value) {}

    private final JsonParser json;
    private final List<Remembered> finished = new ArrayList<>();
    private final @Nullable Arrivals arrivals;
    private @Nullable NamedClasses named;
    private int depth;

    /** {@code arrivals}, if there is one, is filled by {@link #arrived}. */
    public ValueReader(JsonParser json, @Nullable Arrivals arrivals) {
        this.json = json;
        this.arrivals = arrivals;
    }

    /** Records the order in which elements are added to a collection without a defined order. */
    public void arrived(Object container, List<@Nullable Object> elements) {
        if (arrivals != null) {
            arrivals.note(container, elements);
        }
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
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            return shape.read(this);
        }
        if (!shape.isNullable()) {
            throw malformed("null for a primitive");
        }
        return null;
    }

    /** Advances to the value after the current token and reads it. */
    public @Nullable Object nextValue(Shape shape) throws CodecException {
        json.nextToken();
        return value(shape);
    }

    public void requireEnd() throws CodecException {
        if (json.nextToken() != null) {
            throw malformed("more than one value");
        }
    }

    /** Advances; false at the end of the array. */
    public boolean nextElement() {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    public void nextName(String name) throws CodecException {
        next(JsonToken.PROPERTY_NAME);
        if (!json.currentName().equals(name)) {
            throw malformed("another field than " + name);
        }
    }

    public void next(JsonToken expected) throws CodecException {
        json.nextToken();
        require(expected);
    }

    public void require(JsonToken expected) throws CodecException {
        if (json.currentToken() != expected) {
            throw malformed("not " + expected);
        }
    }

    /** Advances, and whether that is to {@code token}. */
    public boolean nextIs(JsonToken token) {
        return json.nextToken() == token;
    }

    public boolean is(JsonToken token) {
        return json.currentToken() == token;
    }

    public String text() throws CodecException {
        require(JsonToken.VALUE_STRING);
        return json.getString();
    }

    public byte[] bytes() throws CodecException {
        require(JsonToken.VALUE_STRING);
        return json.getBinaryValue();
    }

    public boolean bool() throws CodecException {
        if (!is(JsonToken.VALUE_TRUE) && !is(JsonToken.VALUE_FALSE)) {
            throw malformed("not a boolean");
        }
        return is(JsonToken.VALUE_TRUE);
    }

    public long integer(long min, long max) throws CodecException {
        require(JsonToken.VALUE_NUMBER_INT);
        long value = json.getLongValue();
        if (value < min || value > max) {
            throw malformed("a number out of range");
        }
        return value;
    }

    /** The text of a number with a fraction, or of an infinity or NaN. */
    public String floating() throws CodecException {
        return is(JsonToken.VALUE_NUMBER_FLOAT) ? json.getString() : nonFinite(text());
    }

    private String nonFinite(String text) throws CodecException {
        if (!text.equals("NaN") && !text.equals("Infinity") && !text.equals("-Infinity")) {
            throw malformed("not a floating-point number");
        }
        return text;
    }

    boolean isReference() {
        return is(JsonToken.VALUE_NUMBER_INT);
    }

    Object referenced(ReferenceShape shape) throws CodecException {
        Remembered target = finished.get((int) integer(0, finished.size() - 1L));
        if (target.shape != shape) {
            throw malformed("a reference to an object of another type");
        }
        return target.value;
    }

    void remember(ReferenceShape shape, Object value) {
        finished.add(new Remembered(shape, value));
    }

    void descend() throws CodecException {
        if (++depth > ValueWriter.MAX_DEPTH) {
            throw malformed("nested too deeply");
        }
    }

    void ascend() {
        depth--;
    }

    /** The exception for a token that the writer would not have written. */
    public CodecException malformed(String reason) {
        return new CodecException(
                "malformed at byte " + json.currentTokenLocation().getByteOffset() + ": " + reason);
    }
}
