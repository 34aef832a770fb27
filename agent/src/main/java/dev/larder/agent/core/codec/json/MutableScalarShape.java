package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;

/** A single value of a JDK type that a caller could change, like a {@link java.util.Date}. */
final class MutableScalarShape extends ReferenceShape {

    private final Scalar<?> scalar;

    MutableScalarShape(Scalar<?> scalar) {
        this.scalar = scalar;
    }

    @Override
    void describe(Fingerprint fingerprint) {
        fingerprint.word("scalar").word(scalar.code());
    }

    @Override
    void writeContent(Object value, ValueWriter out) throws CodecException {
        scalar.write(value, out);
    }

    @Override
    Object readContent(ValueReader in) throws CodecException {
        return scalar.read(in);
    }
}
