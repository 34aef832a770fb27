package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.function.Function;

/**
 * One row of the closed table of JDK types that are written as a single text, number or boolean.
 *
 * <p>A mutable scalar is written as text, so that a plain number can be a reference.
 */
final class Scalar<T> {

    @FunctionalInterface
    interface Write<T> {
        void to(ValueWriter out, T value) throws CodecException;
    }

    @FunctionalInterface
    interface Read<T> {
        T from(ValueReader in) throws CodecException;
    }

    /** Text to a value; anything it throws means that the text is malformed. */
    @FunctionalInterface
    interface Parse<T> {
        T from(String text) throws Exception;
    }

    private final Class<T> type;
    private final String code;
    private final boolean mutable;
    private final Write<T> write;
    private final Read<T> read;
    private final Shape shape;

    Scalar(Class<T> type, String code, boolean mutable, Write<T> write, Read<T> read) {
        this.type = type;
        this.code = code;
        this.mutable = mutable;
        this.write = write;
        this.read = read;
        this.shape = mutable ? new MutableScalarShape(this) : new ScalarShape(this, true);
    }

    static <T> Scalar<T> text(Class<T> type, String code, Function<T, String> print, Parse<T> parse) {
        return new Scalar<>(type, code, false, writeText(print), readText(type, parse));
    }

    static <T> Scalar<T> mutableText(Class<T> type, String code, Function<T, String> print, Parse<T> parse) {
        return new Scalar<>(type, code, true, writeText(print), readText(type, parse));
    }

    private static <T> Write<T> writeText(Function<T, String> print) {
        return (out, value) -> out.json().writeString(print.apply(value));
    }

    private static <T> Read<T> readText(Class<T> type, Parse<T> parse) {
        return in -> {
            String text = in.text();
            try {
                return parse.from(text);
            } catch (Exception unparsable) {
                throw in.malformed("not a " + type.getName());
            }
        };
    }

    Class<T> type() {
        return type;
    }

    /** The code of the type, for places whose declared type is more general. */
    String code() {
        return code;
    }

    boolean isMutable() {
        return mutable;
    }

    /** Always the same shape: a date may be shared by a place declared as a date and one that is not. */
    Shape shape() {
        return shape;
    }

    /** {@code value} may be of any class; it is written only if it is exactly of this one. */
    public void write(Object value, ValueWriter out) throws CodecException {
        if (value.getClass() != type) {
            throw out.refuse("declared as " + type.getName() + ", found " + ValueWriter.nameOf(value));
        }
        write.to(out, type.cast(value));
    }

    T read(ValueReader in) throws CodecException {
        return read.from(in);
    }
}
