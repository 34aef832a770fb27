package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A constant of an enum, by its name. */
final class EnumShape extends Shape {

    private final Class<?> type;

    /** Made when the first value comes, since that initialises the class; any thread's is as good as another's. */
    private volatile @Nullable Map<String, Object> constants;

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
    public Object read(ValueReader in) throws CodecException {
        Object constant = constants().get(in.text());
        if (constant == null) {
            throw in.malformed("not a constant of " + type.getName());
        }
        return constant;
    }

    private Map<String, Object> constants() {
        Map<String, Object> made = constants;
        if (made == null) {
            made = Stream.of(type.getEnumConstants())
                    .collect(Collectors.toMap(value -> ((Enum<?>) value).name(), value -> value));
            constants = made;
        }
        return made;
    }
}
