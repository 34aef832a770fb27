package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.Constants;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import tools.jackson.core.JsonToken;

/**
 * A place declared as a type with constants. A constant is written as its name, a text; any other object as without
 * constants, and never as a text.
 *
 * <p>A name can choose only among the constants of the declared type.
 */
final class ConstantShape extends Shape {

    private final Class<?> type;
    private final Constants constants;
    private final Shape others;

    private ConstantShape(Class<?> type, Constants constants, Shape others) {
        this.type = type;
        this.constants = constants;
        this.others = others;
    }

    /** Returns {@code others} itself if the type has no constants. */
    static Shape around(Class<?> type, Shape others) {
        Constants constants = Constants.of(type);
        return constants.isEmpty() ? others : new ConstantShape(type, constants, others);
    }

    @Override
    public void link(Linker shapes) {
        others.link(shapes);
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("constants");
        constants.names().forEach(fingerprint::word);
        others.describe(fingerprint);
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        String name = constants.nameOf(value);
        if (name == null) {
            others.write(value, out);
        } else {
            out.note(value.getClass());
            out.json().writeString(name);
        }
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        if (!in.is(JsonToken.VALUE_STRING)) {
            return others.read(in);
        }
        Object constant = constants.named(in.text());
        if (constant == null) {
            throw in.malformed("not a constant of " + type.getName());
        }
        return constant;
    }
}
