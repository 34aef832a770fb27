package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** An array of objects or primitives; one of bytes is a {@link BytesShape}. */
final class ArrayShape extends ReferenceShape {

    private final BoundType type;
    private final BoundType componentType;
    private @Nullable Shape component;

    ArrayShape(BoundType type) {
        this.type = type;
        this.componentType = type.argument(0);
    }

    @Override
    public void link(Linker shapes) {
        component = shapes.of(componentType);
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("array").word(type.raw().getName()).shape(component());
    }

    private Shape component() {
        return Shapes.linked(component);
    }

    @Override
    protected void writeContent(Object value, ValueWriter out) throws CodecException {
        if (value.getClass() != type.raw()) {
            throw out.refuse("declared as " + type + ", found " + ValueWriter.nameOf(value));
        }
        out.json().writeStartArray();
        int length = Array.getLength(value);
        for (int i = 0; i < length; i++) {
            out.element(i, component(), Array.get(value, i));
        }
        out.json().writeEndArray();
    }

    @Override
    protected UnfitClass refusalInside(Object value) {
        return new UnfitClass("is an array, made after all that is in it", "Use an ArrayList in its place.");
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        int first = in.elementCount();
        while (in.nextElement()) {
            in.push(in.value(component()));
        }
        int length = in.elementCount() - first;
        Object array = Array.newInstance(componentType.raw(), length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, in.elements()[first + i]);
        }
        in.pop(first);
        return array;
    }
}
