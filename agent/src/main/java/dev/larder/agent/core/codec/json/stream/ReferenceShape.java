package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;

/**
 * The shape of objects with an identity: an object that is reached twice is written once, and then as its number.
 *
 * <p>So a copy shares objects as the value does, which a caller that changes them would notice. And a value in which
 * many paths lead to few objects stays small.
 */
public abstract class ReferenceShape extends Shape {

    @Override
    public final void write(Object value, ValueWriter out) throws CodecException {
        if (!isTracked(value)) {
            writeContent(value, out);
            return;
        }
        int opened = out.begin(this, value);
        if (opened >= 0) {
            writeContent(value, out);
            out.end(opened);
        }
    }

    @Override
    public final Object read(ValueReader in) throws CodecException {
        if (in.isReference()) {
            return in.referenced(this);
        }
        long before = in.descend();
        Object value = readContent(in);
        in.ascend();
        if (isTracked(value)) {
            in.remember(this, value, before);
        }
        return value;
    }

    /** False for singletons of the JVM, like {@code List.of()}. */
    protected boolean isTracked(Object value) {
        return true;
    }

    /** Must not write a plain number, which would be a reference. */
    protected abstract void writeContent(Object value, ValueWriter out) throws CodecException;

    protected abstract Object readContent(ValueReader in) throws CodecException;
}
