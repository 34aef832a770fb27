package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.UnfitClass;
import org.jspecify.annotations.Nullable;

/**
 * The shape of objects with an identity: an object that is reached twice is written once, and then as its number.
 *
 * <p>So a copy shares objects as the value does, which a caller that changes them would notice. And a value in which
 * many paths lead to few objects stays small.
 *
 * <p>A reference to an object that is not complete yet, since it is around the place, is the negative of its depth. The reader has
 * made that object already if its shape {@link ValueReader#note noted} it, or makes it then.
 */
public abstract class ReferenceShape extends Shape {

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
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
        long before = in.descend(this);
        Object value = readContent(in);
        if (isTracked(value)) {
            in.remember(this, value, before);
        }
        in.ascend(before);
        return value;
    }

    /** False for singletons of the JVM, like {@code List.of()}. */
    protected boolean isTracked(Object value) {
        return true;
    }

    /** Whether a place of this shape may refer to {@code object}, which is written where {@code other} is declared. */
    protected boolean allows(ReferenceShape other, Object object) {
        return other == this;
    }

    /**
     * Makes an object that something in it refers to.
     *
     * @param noted what {@link #readContent} noted
     * @return {@code noted} if it is the object, an {@link dev.larder.agent.core.codec.graph.Unfilled}, or null if it cannot be
     */
    protected @Nullable Object begin(Object noted) {
        return noted;
    }

    /** Why nothing in {@code value} can refer to it; null if it can. */
    protected @Nullable UnfitClass refusalInside(Object value) {
        return UnfitClass.asItIs("cannot be made before what is in it");
    }

    /** Must not write a plain number, which would be a reference. */
    protected abstract void writeContent(Object value, ValueWriter out) throws CodecException;

    protected abstract Object readContent(ValueReader in) throws CodecException;
}
