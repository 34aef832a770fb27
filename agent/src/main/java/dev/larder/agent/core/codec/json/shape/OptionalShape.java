package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** An {@link Optional}: an array of one element, or of none. */
final class OptionalShape extends Shape {

    private final BoundType contentType;
    private @Nullable Shape content;

    OptionalShape(BoundType type) {
        this.contentType = type.argument(0);
    }

    @Override
    public void link(Linker shapes) {
        content = shapes.of(contentType);
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("optional").shape(content());
    }

    private Shape content() {
        return Shapes.linked(content);
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        if (!(value instanceof Optional<?> optional)) {
            throw out.refuse("declared as an Optional, found " + ValueWriter.nameOf(value));
        }
        out.json().writeStartArray();
        if (optional.isPresent()) {
            out.value(content(), optional.get());
        }
        out.json().writeEndArray();
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        if (!in.nextElement()) {
            return Optional.empty();
        }
        Object value = in.value(content());
        in.next(JsonToken.END_ARRAY);
        if (value == null) {
            throw in.malformed("an Optional of null");
        }
        return Optional.of(value);
    }
}
