package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/** The primitive types: how the bits of a value are written and read. */
enum Primitive {
    BOOLEAN(boolean.class, 1),
    BYTE(byte.class, 1),
    SHORT(short.class, 2),
    CHAR(char.class, 2),
    INT(int.class, 4),
    LONG(long.class, 8),
    FLOAT(float.class, 4),
    DOUBLE(double.class, 8);

    private final Class<?> type;
    private final int bytes;

    Primitive(Class<?> type, int bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    static Primitive of(Class<?> type) {
        for (Primitive primitive : values()) {
            if (primitive.type == type) {
                return primitive;
            }
        }
        throw new IllegalArgumentException(type + " is not primitive");
    }

    int bytes() {
        return bytes;
    }

    void write(long bits, ValueWriter out) {
        switch (this) {
            case BOOLEAN -> out.json().writeBoolean(bits != 0);
            case CHAR -> out.json().writeNumber((int) (char) bits);
            case FLOAT -> out.json().writeNumber(Float.intBitsToFloat((int) bits));
            case DOUBLE -> out.json().writeNumber(Double.longBitsToDouble(bits));
            default -> out.json().writeNumber(bits);
        }
    }

    long read(ValueReader in) throws CodecException {
        return switch (this) {
            case BOOLEAN -> in.bool() ? 1 : 0;
            case BYTE -> in.integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> in.integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case CHAR -> in.integer(Character.MIN_VALUE, Character.MAX_VALUE);
            case INT -> in.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> in.integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> Float.floatToRawIntBits(in.shortReal());
            case DOUBLE -> Double.doubleToRawLongBits(in.real());
        };
    }
}
