package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

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

    /** Some characters to a value; null if they do not have the usual form. */
    @FunctionalInterface
    interface Scan<T> {
        @Nullable
        T from(char[] text, int start, int end);
    }

    private final Class<T> type;
    private final String code;
    private final boolean mutable;
    private final Write<T> write;
    private final Read<T> read;
    private final Shape shape;

    Scalar(Class<T> type, String code, boolean mutable, Write<T> write, Read<T> read) {
        this(
                type,
                code,
                mutable,
                write,
                read,
                scalar -> mutable ? new MutableScalarShape(scalar) : new ScalarShape(scalar, true));
    }

    private Scalar(
            Class<T> type,
            String code,
            boolean mutable,
            Write<T> write,
            Read<T> read,
            Function<Scalar<T>, Shape> shape) {
        this.type = type;
        this.code = code;
        this.mutable = mutable;
        this.write = write;
        this.read = read;
        this.shape = shape.apply(this);
    }

    static Scalar<String> ofText(String code) {
        return new Scalar<>(String.class, code, false, Texts::write, Texts::read, TextShape::new);
    }

    static <T> Scalar<T> text(Class<T> type, String code, Function<T, String> print, Parse<T> parse) {
        return new Scalar<>(type, code, false, writeText(print), readText(type, parse));
    }

    /** A text that is read without making one, if it has the usual form. */
    static <T> Scalar<T> plain(Class<T> type, String code, Write<T> write, Scan<T> scan, Parse<T> parse) {
        return new Scalar<>(type, code, false, write, readPlain(type, scan, parse));
    }

    static <T> Scalar<T> mutableText(Class<T> type, String code, Function<T, String> print, Parse<T> parse) {
        return new Scalar<>(type, code, true, writeText(print), readText(type, parse));
    }

    static <T> Write<T> writeText(Function<T, String> print) {
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

    private static <T> Read<T> readPlain(Class<T> type, Scan<T> scan, Parse<T> parse) {
        return in -> {
            in.require(JsonToken.VALUE_STRING);
            JsonParser json = in.json();
            char[] text = json.getStringCharacters();
            int start = json.getStringOffset();
            try {
                T scanned = scan.from(text, start, start + json.getStringLength());
                return scanned == null ? parse.from(json.getString()) : scanned;
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
