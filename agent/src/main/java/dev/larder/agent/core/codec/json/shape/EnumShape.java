package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.lang.reflect.Field;
import java.util.stream.Stream;

/** A constant of an enum, by its name. */
final class EnumShape extends Shape {

    private final Class<?> type;

    EnumShape(Class<?> type) {
        this.type = type;
    }

    /** Reads the constants' names from the class's fields, since reading the constants would initialise the class. */
    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("enum").word(type.getName());
        Stream.of(type.getDeclaredFields())
                .filter(Field::isEnumConstant)
                .map(Field::getName)
                .sorted()
                .forEach(fingerprint::word);
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        if (!(value instanceof Enum<?> constant) || constant.getDeclaringClass() != type) {
            throw out.refuse("declared as " + type.getName() + ", found " + ValueWriter.nameOf(value));
        }
        out.json().writeString(constant.name());
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // some enum, whichever it is
    public Object read(ValueReader in) throws CodecException {
        String name = in.text();
        try {
            return Enum.valueOf((Class) type, name);
        } catch (IllegalArgumentException unknown) {
            throw in.malformed("not a constant of " + type.getName());
        }
    }
}
