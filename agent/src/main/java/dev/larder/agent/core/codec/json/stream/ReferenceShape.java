package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;

/**
 * The shape of objects with an identity: one that is reached twice is written once, and then as its number.
 *
 * <p>So a copy has one object where the value has one, which a caller that changes it would notice; and a value in
 * which few objects are reached along many paths stays small.
 */
public abstract class ReferenceShape extends Shape {

    @Override
    public final void write(Object value, ValueWriter out) throws CodecException {
        if (!isTracked(value)) {
            writeContent(value, out);
        } else if (out.begin(this, value)) {
            writeContent(value, out);
            out.end(value);
        }
    }

    @Override
    public final Object read(ValueReader in) throws CodecException {
        if (in.isReference()) {
            return in.referenced(this);
        }
        in.descend();
        Object value = readContent(in);
        in.ascend();
        if (isTracked(value)) {
            in.remember(this, value);
        }
        return value;
    }

    /** False for what is one object throughout the JVM anyway, whatever its place, like {@code List.of()}. */
    protected boolean isTracked(Object value) {
        return true;
    }

    /** Writes anything but a plain number, which would stand for a reference. */
    protected abstract void writeContent(Object value, ValueWriter out) throws CodecException;

    protected abstract Object readContent(ValueReader in) throws CodecException;
}
