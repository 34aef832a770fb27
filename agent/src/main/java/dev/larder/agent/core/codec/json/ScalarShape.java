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
        write(scalar, value, out);
    }

    static <T> void write(Scalar<T> scalar, Object value, ValueWriter out) throws CodecException {
        if (value.getClass() != scalar.type()) {
            throw out.refuse("declared as " + scalar.type().getName() + ", found " + ValueWriter.nameOf(value));
        }
        scalar.write().to(out, scalar.type().cast(value));
    }

    @Override
    Object read(ValueReader in) throws CodecException {
        return scalar.read().from(in);
    }
}
