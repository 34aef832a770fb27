package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import java.util.function.Function;

/**
 * One row of the closed table of JDK types that are written as a single text, number or boolean.
 *
 * @param code what stands for the type where the declared type leaves it open
 * @param mutable whether a caller could change it; then it is written as text, so that it can be referred to
 */
record Scalar<T>(Class<T> type, String code, boolean mutable, Write<T> write, Read<T> read) {

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

    Shape shape() {
        return mutable ? new MutableScalarShape(this) : new ScalarShape(this, true);
    }
}
