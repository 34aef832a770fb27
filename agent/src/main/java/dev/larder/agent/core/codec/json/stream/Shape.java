package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.type.BoundType;

/**
 * One place in a value, by the declared type: writes and reads the content of that place.
 *
 * <p>The writer and the reader handle null; a shape gets objects only.
 *
 * <p><b>Threads.</b> Immutable once it is linked.
 */
public abstract class Shape {

    /** Whether null is allowed here: everywhere except for a primitive. */
    public boolean isNullable() {
        return true;
    }

    /** Whether a value that consists of this alone is stored as its bytes, without JSON. */
    public boolean isBytes() {
        return false;
    }

    /** Finds the shapes of the places inside this one. They may lead back here: a list node has a next one. */
    public void link(Linker shapes) {}

    /** Describes everything that must be the same in two JVMs that share values. */
    public abstract void describe(Fingerprint fingerprint);

    public abstract void write(Object value, ValueWriter out) throws CodecException;

    /** Reads the value whose first token is current, and leaves its last token current. */
    public abstract Object read(ValueReader in) throws CodecException;

    /** Finds the shapes of one tree. */
    public interface Linker {

        /** The shape of a place declared as {@code type}. */
        Shape of(BoundType type);

        /** The shape of objects whose class is exactly that of {@code type}. */
        Shape ofExactly(BoundType type);
    }
}
