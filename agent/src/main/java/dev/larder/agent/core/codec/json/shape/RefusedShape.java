package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** A place whose declared type cannot be stored. Only null is allowed there. */
final class RefusedShape extends Shape {

    private final String type;
    private final UnfitClass refusal;

    RefusedShape(String type, UnfitClass refusal) {
        this.type = type;
        this.refusal = refusal;
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("refused").word(type);
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        String found = ValueWriter.nameOf(value);
        throw out.refuse(
                "declared as " + type + (found.equals(type) ? "" : ", found " + found) + "; the declared type "
                        + refusal.reason(),
                refusal.remedy());
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        throw in.malformed("a value where only null can be");
    }
}
