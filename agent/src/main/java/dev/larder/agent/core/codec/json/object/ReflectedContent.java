package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** Reads and writes fields by reflection, where this JVM gives no access to its memory. */
final class ReflectedContent extends ObjectContent {

    private final ObjectState state;
    private final List<Shape> places;
    private final List<SerializedString> names;

    ReflectedContent(ObjectState state, List<Shape> places) {
        this.state = state;
        this.places = List.copyOf(places);
        this.names = state.fields().stream()
                .map(field -> new SerializedString(field.name()))
                .toList();
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        for (int i = 0; i < places.size(); i++) {
            out.field(names.get(i), places.get(i), valueOf(i, value, out));
        }
    }

    private @Nullable Object valueOf(int field, Object owner, ValueWriter out) throws CodecException {
        try {
            return state.fields().get(field).valueOf(owner);
        } catch (IllegalAccessException e) {
            throw out.refuse("field " + names.get(field).getValue() + " cannot be read");
        }
    }

    @Override
    public Object read(ValueReader in) throws CodecException, ReflectiveOperationException {
        if (state.isRecord()) {
            @Nullable Object[] values = new Object[places.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = next(i, in);
            }
            return state.createRecord(values);
        }
        Object made = state.allocate();
        in.note(made);
        for (int i = 0; i < places.size(); i++) {
            state.fields().get(i).set(made, next(i, in));
        }
        return made;
    }

    private @Nullable Object next(int field, ValueReader in) throws CodecException {
        in.nextName(names.get(field));
        return in.nextValue(places.get(field));
    }
}
