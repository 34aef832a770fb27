package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;

/** A {@code byte[]} inside a value, as Base64. One that is the whole value goes into the envelope as it is. */
final class BytesShape extends ReferenceShape {

    @Override
    boolean isBytes() {
        return true;
    }

    @Override
    void describe(Fingerprint fingerprint) {
        fingerprint.word("bytes");
    }

    @Override
    void writeContent(Object value, ValueWriter out) throws CodecException {
        if (!(value instanceof byte[] bytes)) {
            throw out.refuse("declared as byte[], found " + ValueWriter.nameOf(value));
        }
        out.json().writeBinary(bytes);
    }

    @Override
    Object readContent(ValueReader in) throws CodecException {
        return in.bytes();
    }
}
