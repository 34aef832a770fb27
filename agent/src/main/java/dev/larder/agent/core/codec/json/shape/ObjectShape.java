package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.StateField;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * An object of exactly one application class: a JSON object of its fields, all of them, in the order of their names.
 *
 * <p>Reading requires that order, so missing, unknown and repeated fields need no separate check.
 */
final class ObjectShape extends ReferenceShape {

    private final BoundType type;
    private final ObjectState state;
    private final List<Shape> places = new ArrayList<>();

    ObjectShape(BoundType type, ObjectState state) {
        this.type = type;
        this.state = state;
    }

    @Override
    public void link(Linker shapes) {
        for (StateField field : state.fields()) {
            places.add(shapes.of(boundTypeOf(field.field())));
        }
    }

    private BoundType boundTypeOf(Field field) {
        BoundType owner = type.as(field.getDeclaringClass());
        return owner == null ? BoundType.of(field.getType()) : owner.resolve(field.getGenericType());
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint
                .word(type.raw().isRecord() ? "record" : "object")
                .word(type.raw().getName());
        for (int i = 0; i < places.size(); i++) {
            fingerprint.word(state.fields().get(i).name()).shape(places.get(i));
        }
    }

    @Override
    protected void writeContent(Object value, ValueWriter out) throws CodecException {
        if (value.getClass() != type.raw()) {
            throw out.refuse("declared as " + type + ", found " + ValueWriter.nameOf(value)
                    + ", a class that the method's signature does not name");
        }
        out.json().writeStartObject();
        for (int i = 0; i < places.size(); i++) {
            StateField field = state.fields().get(i);
            out.field(field.name(), places.get(i), valueOf(field, value, out));
        }
        out.json().writeEndObject();
    }

    private static @Nullable Object valueOf(StateField field, Object owner, ValueWriter out) throws CodecException {
        try {
            return field.valueOf(owner);
        } catch (IllegalAccessException e) {
            throw out.refuse("field " + field.name() + " cannot be read");
        }
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_OBJECT);
        @Nullable Object[] values = new Object[places.size()];
        for (int i = 0; i < values.length; i++) {
            in.nextName(state.fields().get(i).name());
            values[i] = in.nextValue(places.get(i));
        }
        in.next(JsonToken.END_OBJECT);
        return create(values, in);
    }

    private Object create(@Nullable Object[] values, ValueReader in) throws CodecException {
        try {
            return state.create(values);
        } catch (ReflectiveOperationException e) {
            throw in.malformed("the constructor of " + type + " refused the content ("
                    + (e.getCause() == null ? e : e.getCause()).getClass().getName() + ")");
        }
    }
}
