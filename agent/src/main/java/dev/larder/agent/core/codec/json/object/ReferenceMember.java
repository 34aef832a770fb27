package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.StateField;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** A field of a reference type. */
final class ReferenceMember extends Member {

    private final Shape place;
    private final Class<?> type;

    ReferenceMember(StateField field, Shape place) {
        super(field);
        this.place = place;
        this.type = field.field().getType();
    }

    @Override
    void write(Object owner, ValueWriter out) throws CodecException {
        out.field(name, place, Heap.get(owner, offset));
    }

    /** Checks the type, since the memory does not. */
    @Override
    void read(ValueReader in, Object owner) throws CodecException {
        Object value = in.nextValue(place);
        if (value != null && !type.isInstance(value)) {
            throw in.malformed("not a " + type.getName());
        }
        Heap.put(owner, offset, value);
    }
}
