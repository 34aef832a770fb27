package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.StateField;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import tools.jackson.core.io.SerializedString;

/** One field: moves its value between an object and the text. */
abstract class Member {

    final SerializedString name;
    final long offset;

    Member(StateField field) {
        this.name = new SerializedString(field.name());
        this.offset = Heap.offsetOf(field.field());
    }

    static Member of(StateField field, Shape place) {
        return field.field().getType().isPrimitive() ? new PrimitiveMember(field) : new ReferenceMember(field, place);
    }

    /** Writes name and value. */
    abstract void write(Object owner, ValueWriter out) throws CodecException;

    /** Reads the value, whose name has been passed, into a field of {@code owner}. */
    abstract void read(ValueReader in, Object owner) throws CodecException;
}
