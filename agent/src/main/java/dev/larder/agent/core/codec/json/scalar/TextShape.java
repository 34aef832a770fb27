package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A {@link String}: as any other scalar, in fewer steps, since most scalars are texts. */
final class TextShape extends Shape {

    private final Scalar<String> scalar;

    TextShape(Scalar<String> scalar) {
        this.scalar = scalar;
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("scalar").word(scalar.code());
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        if (value instanceof String text) {
            Texts.write(out, text);
        } else {
            scalar.write(value, out); // refuses it
        }
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        JsonParser json = in.json();
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : Texts.read(in);
    }
}
