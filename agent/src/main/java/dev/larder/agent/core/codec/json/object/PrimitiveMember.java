package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.StateField;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** A field of a primitive type, whose values are not boxed. */
final class PrimitiveMember extends Member {

    private final Primitive type;

    PrimitiveMember(StateField field) {
        super(field);
        this.type = Primitive.of(field.field().getType());
    }

    @Override
    void write(Object owner, ValueWriter out) {
        out.json().writeName(name);
        type.write(Heap.bits(owner, offset, type.bytes()), out);
    }

    @Override
    void read(ValueReader in, Object owner) throws CodecException {
        in.json().nextToken();
        Heap.putBits(owner, offset, type.bytes(), type.read(in));
    }
}
