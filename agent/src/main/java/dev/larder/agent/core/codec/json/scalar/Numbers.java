package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JsonToken;

/** Numbers that JSON does not cover: infinities and NaN, numbers of any length, and optional numbers. */
final class Numbers {

    /** More digits than applications use; beyond this, parsing becomes slow. */
    private static final int MAX_DIGITS = 10_000;

    /** Numbers of so many characters fit into a long. */
    private static final int LONG_DIGITS = 18;

    /** log10(2): decimal digits per bit. */
    private static final double DIGITS_PER_BIT = 0.30103;

    private Numbers() {}

    static void writeBigInteger(ValueWriter out, BigInteger value) throws CodecException {
        requireFewDigits(value, out);
        out.json().writeString(value.toString());
    }

    static BigInteger readBigInteger(ValueReader in) throws CodecException {
        return integer(numeral(in), in);
    }

    static void writeBigDecimal(ValueWriter out, BigDecimal value) throws CodecException {
        if (value.precision() <= LONG_DIGITS) {
            long unscaled = value.scaleByPowerOfTen(value.scale()).longValue();
            out.json().writeString(unscaled + "," + value.scale());
            return;
        }
        requireFewDigits(value.unscaledValue(), out);
        out.json().writeString(value.unscaledValue() + "," + value.scale());
    }

    /** Unscaled value and scale. With an exponent, a short text could make a long number. */
    static BigDecimal readBigDecimal(ValueReader in) throws CodecException {
        String text = numeral(in);
        int comma = text.indexOf(',');
        int scale = Integer.parseInt(text, comma + 1, text.length(), 10);
        return comma <= LONG_DIGITS
                ? BigDecimal.valueOf(Long.parseLong(text, 0, comma, 10), scale)
                : new BigDecimal(integer(text.substring(0, comma), in), scale);
    }

    private static BigInteger integer(String text, ValueReader in) throws CodecException {
        BigInteger value = new BigInteger(text);
        if (hasManyDigits(value)) {
            throw in.malformed("a number of too many digits");
        }
        return value;
    }

    private static void requireFewDigits(BigInteger value, ValueWriter out) throws CodecException {
        if (hasManyDigits(value)) {
            throw out.refuse("a number of more than " + MAX_DIGITS + " digits");
        }
    }

    private static boolean hasManyDigits(BigInteger value) {
        return value.bitLength() * DIGITS_PER_BIT > MAX_DIGITS;
    }

    private static String numeral(ValueReader in) throws CodecException {
        String text = in.text();
        if (text.length() > MAX_DIGITS + 20) {
            throw in.malformed("a number of too many digits");
        }
        return text;
    }

    static void writeOptionalInt(ValueWriter out, OptionalInt value) {
        out.json().writeStartArray();
        value.ifPresent(out.json()::writeNumber);
        out.json().writeEndArray();
    }

    static OptionalInt readOptionalInt(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        if (!in.nextElement()) {
            return OptionalInt.empty();
        }
        OptionalInt value = OptionalInt.of((int) in.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
        in.next(JsonToken.END_ARRAY);
        return value;
    }

    static void writeOptionalLong(ValueWriter out, OptionalLong value) {
        out.json().writeStartArray();
        value.ifPresent(out.json()::writeNumber);
        out.json().writeEndArray();
    }

    static OptionalLong readOptionalLong(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        if (!in.nextElement()) {
            return OptionalLong.empty();
        }
        OptionalLong value = OptionalLong.of(in.integer(Long.MIN_VALUE, Long.MAX_VALUE));
        in.next(JsonToken.END_ARRAY);
        return value;
    }

    static void writeOptionalDouble(ValueWriter out, OptionalDouble value) {
        out.json().writeStartArray();
        value.ifPresent(out.json()::writeNumber);
        out.json().writeEndArray();
    }

    static OptionalDouble readOptionalDouble(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        if (!in.nextElement()) {
            return OptionalDouble.empty();
        }
        OptionalDouble value = OptionalDouble.of(in.real());
        in.next(JsonToken.END_ARRAY);
        return value;
    }
}
