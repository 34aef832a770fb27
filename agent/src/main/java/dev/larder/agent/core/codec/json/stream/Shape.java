package dev.larder.agent.core.codec.json.stream;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.type.BoundType;

/**
 * One place in a value, as the declared type has it: how what stands there is written and read.
 *
 * <p>Null is the writer's and the reader's own business; a shape meets objects only.
 *
 * <p><b>Threads.</b> Immutable once it is linked.
 */
public abstract class Shape {

    /** Whether null may stand here. Everywhere but in a primitive. */
    public boolean isNullable() {
        return true;
    }

    /** Whether a value that is this alone is stored as its bytes, without JSON. */
    public boolean isBytes() {
        return false;
    }

    /** Finds the shapes of the places inside this one. They may lead back here: a list node has a next one. */
    public void link(Linker shapes) {}

    /** Says all that must be the same for two JVMs to understand each other. */
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
