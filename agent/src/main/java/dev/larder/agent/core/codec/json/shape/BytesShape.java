package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** A {@code byte[]} inside a value, as Base64. If it is the whole value, it is stored in the envelope unchanged. */
final class BytesShape extends ReferenceShape {

    @Override
    public boolean isBytes() {
        return true;
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("bytes");
    }

    @Override
    protected void writeContent(Object value, ValueWriter out) throws CodecException {
        if (!(value instanceof byte[] bytes)) {
            throw out.refuse("declared as byte[], found " + ValueWriter.nameOf(value));
        }
        out.json().writeBinary(bytes);
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        return in.bytes();
    }
}
