package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;

/** A single immutable value of a JDK type, or a primitive. */
final class ScalarShape extends Shape {

    private final Scalar<?> scalar;
    private final boolean nullable;

    ScalarShape(Scalar<?> scalar, boolean nullable) {
        this.scalar = scalar;
        this.nullable = nullable;
    }

    @Override
    boolean isNullable() {
        return nullable;
    }

    @Override
    void describe(Fingerprint fingerprint) {
        fingerprint.word(nullable ? "scalar" : "primitive").word(scalar.code());
    }

    @Override
    void write(Object value, ValueWriter out) throws CodecException {
        scalar.write(value, out);
    }

    @Override
    Object read(ValueReader in) throws CodecException {
        return scalar.read(in);
    }
}
