package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** A single value of a JDK type that a caller could change, like a {@link java.util.Date}. */
final class MutableScalarShape extends ReferenceShape {

    private final Scalar<?> scalar;

    MutableScalarShape(Scalar<?> scalar) {
        this.scalar = scalar;
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("scalar").word(scalar.code());
    }

    @Override
    protected void writeContent(Object value, ValueWriter out) throws CodecException {
        scalar.write(value, out);
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        return scalar.read(in);
    }
}
