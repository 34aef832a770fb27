package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** A single immutable value of a JDK type, or a primitive. */
final class ScalarShape extends Shape {

    private final Scalar<?> scalar;
    private final boolean nullable;

    ScalarShape(Scalar<?> scalar, boolean nullable) {
        this.scalar = scalar;
        this.nullable = nullable;
    }

    @Override
    public boolean isNullable() {
        return nullable;
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word(nullable ? "scalar" : "primitive").word(scalar.code());
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        scalar.write(value, out);
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        return scalar.read(in);
    }
}
