package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.EntryKind;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** An entry of a map of the JDK: an array of its kind's code, its key and its value. */
final class EntryShape extends ReferenceShape {

    private final BoundType type;
    private final BoundType keyType;
    private final BoundType valueType;
    private @Nullable Shape key;
    private @Nullable Shape value;

    EntryShape(BoundType type) {
        BoundType entry = Objects.requireNonNull(type.as(Map.Entry.class));
        this.type = type;
        this.keyType = entry.argument(0);
        this.valueType = entry.argument(1);
    }

    @Override
    public void link(Linker shapes) {
        key = shapes.of(keyType);
        value = shapes.of(valueType);
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("entry").word(type.raw().getName()).shape(key()).shape(value());
    }

    private Shape key() {
        return Shapes.linked(key);
    }

    private Shape value() {
        return Shapes.linked(value);
    }

    @Override
    protected void writeContent(Object written, ValueWriter out) throws CodecException {
        EntryKind kind = EntryKind.of(written);
        if (kind == null) {
            throw out.refuse("declared as " + type + ", found " + ValueWriter.nameOf(written)
                    + ", which is no entry of a map of the JDK");
        }
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) written;
        out.json().writeStartArray();
        out.json().writeString(kind.code());
        out.element(0, key(), entry.getKey());
        out.element(1, value(), entry.getValue());
        out.json().writeEndArray();
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        in.next(JsonToken.VALUE_STRING);
        EntryKind kind = EntryKind.ofCode(in.text());
        if (kind == null) {
            throw in.malformed("not a kind of entry");
        }
        Object built = kind.build(in.nextValue(key()), in.nextValue(value()));
        in.next(JsonToken.END_ARRAY);
        if (!type.raw().isInstance(built)) {
            throw in.malformed("a kind of entry that is no " + type.raw().getName());
        }
        return built;
    }
}
