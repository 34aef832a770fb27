package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.HibernateState;
import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.StateField;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.object.ObjectContent;
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

    /** Whether Hibernate may have left out attributes. */
    private final boolean isEnhanced;

    /** Made of the linked places when the first value comes; any thread's is as good as another's. */
    private volatile @Nullable ObjectContent content;

    ObjectShape(BoundType type, ObjectState state) {
        this.type = type;
        this.state = state;
        this.isEnhanced = HibernateState.kindOf(type.raw()) == HibernateState.Kind.ENHANCED;
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
        if (isEnhanced) {
            Fetched.requireFetched(value, out);
        }
        out.json().writeStartObject();
        content().write(value, out);
        out.json().writeEndObject();
    }

    private ObjectContent content() {
        ObjectContent made = content;
        if (made == null) {
            made = ObjectContent.of(type.raw(), state, places);
            content = made;
        }
        return made;
    }

    @Override
    protected @Nullable UnfitClass refusalInside(Object value) {
        return state.isRecord()
                ? new UnfitClass(
                        "is a record, made after all that is in it",
                        "Make it a class, or return a record of what callers need that does not refer back.")
                : null;
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_OBJECT);
        Object made;
        try {
            made = content().read(in);
        } catch (ReflectiveOperationException e) {
            throw in.malformed("the constructor of " + type + " refused the content ("
                    + (e.getCause() == null ? e : e.getCause()).getClass().getName() + ")");
        }
        in.next(JsonToken.END_OBJECT);
        return made;
    }
}
