package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.config.BadValueException;
import dev.larder.agent.core.config.HeapShare;
import dev.larder.agent.core.config.RedisUrl;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The form of a key's value.
 *
 * @param accepted the accepted form, completing "Accepted: "
 * @param format the value without secrets; parsing it gives the same value unless it is secret
 * @param secret whether a text for this form may hold a secret even if it is malformed
 */
record ValueSyntax<T>(String accepted, Parser<T> parser, Function<T, String> format, boolean secret) {

    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadValueException;
    }

    /** Describes an amount that is out of range. */
    private record Range(long min, long max, LongFunction<String> format) {

        long check(long amount) throws BadValueException {
            if (amount < min) {
                throw new BadValueException("is below " + format.apply(min));
            }
            if (amount > max) {
                throw new BadValueException("is above " + format.apply(max));
            }
            return amount;
        }

        @Override
        public String toString() {
            return "from " + format.apply(min) + " to " + format.apply(max);
        }
    }

    T parse(String text) throws BadValueException {
        return parser.parse(text);
    }

    String show(T value) {
        return format.apply(value);
    }

    static ValueSyntax<Boolean> bool() {
        return new ValueSyntax<>("true or false", ValueSyntax::parseBoolean, String::valueOf, false);
    }

    static ValueSyntax<Duration> duration(Duration min, Duration max) {
        UnitScale scale = UnitScale.DURATIONS;
        Range range = new Range(min.toMillis(), max.toMillis(), scale::format);
        return new ValueSyntax<>(
                "a duration " + range + " such as 250ms, 5s, 10m, 1h or 2d",
                text -> Duration.ofMillis(range.check(scale.parse(text))),
                value -> scale.format(value.toMillis()),
                false);
    }

    static ValueSyntax<Integer> size(int minBytes, int maxBytes) {
        UnitScale scale = UnitScale.SIZES;
        Range range = new Range(minBytes, maxBytes, scale::format);
        return new ValueSyntax<>(
                "a size " + range + " such as 512KB, 64MB or plain bytes",
                text -> Math.toIntExact(range.check(scale.parse(text))),
                bytes -> scale.format(bytes),
                false);
    }

    static ValueSyntax<HeapShare> heapShare(long minBytes) {
        UnitScale scale = UnitScale.SIZES;
        Range range = new Range(minBytes, Long.MAX_VALUE, scale::format);
        Range percents = new Range(1, HeapShare.MAX_PERCENT, percent -> percent + "%");
        return new ValueSyntax<>(
                "a percentage of the heap " + percents + ", or a size of " + scale.format(minBytes)
                        + " or more such as 64MB, 2GB or plain bytes",
                text -> text.endsWith("%")
                        ? HeapShare.ofPercent(Math.toIntExact(percents.check(
                                parseLong(text.substring(0, text.length() - 1).trim()))))
                        : HeapShare.ofBytes(range.check(scale.parse(text))),
                share -> share.percent() == 0 ? scale.format(share.bytes()) : share.percent() + "%",
                false);
    }

    static ValueSyntax<Long> wholeNumber(long min, long max) {
        Range range = new Range(min, max, Long::toString);
        return new ValueSyntax<>(
                "a whole number " + range, text -> range.check(parseLong(text)), String::valueOf, false);
    }

    static ValueSyntax<Double> fraction() {
        return new ValueSyntax<>("a number from 0 to less than 1", ValueSyntax::parseFraction, String::valueOf, false);
    }

    static <E extends Enum<E>> ValueSyntax<E> oneOf(Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants()).map(E::name).collect(Collectors.joining(", "));
        return new ValueSyntax<>("one of " + names, text -> parseEnum(type, text), E::name, false);
    }

    static ValueSyntax<String> text(String accepted, String regex) {
        return new ValueSyntax<>(accepted, text -> match(text, regex), Problems::quotable, false);
    }

    /** A URL in the spelling of {@link RedisUrl#withSecrets()}, or empty for none. */
    static ValueSyntax<String> redisUrl() {
        return new ValueSyntax<>(
                "redis://[user:password@]host[:port][/database], redis-cluster://[user:password@]host[:port],..., rediss"
                        + " and rediss-cluster for TLS, or empty for memory only",
                text -> text.isEmpty() ? "" : RedisUrl.read(text).withSecrets(),
                url -> url.isEmpty() ? "" : RedisUrl.parse(url).toString(),
                true);
    }

    private static boolean parseBoolean(String text) throws BadValueException {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw new BadValueException("is neither true nor false");
    }

    private static double parseFraction(String text) throws BadValueException {
        try {
            double fraction = Double.parseDouble(text);
            if (fraction >= 0 && fraction < 1) {
                return fraction;
            }
            throw new BadValueException("is not from 0 to less than 1");
        } catch (NumberFormatException e) {
            throw new BadValueException("is not a number");
        }
    }

    private static long parseLong(String text) throws BadValueException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadValueException("is not a whole number");
        }
    }

    private static <E extends Enum<E>> E parseEnum(Class<E> type, String text) throws BadValueException {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadValueException("is not one of them");
        }
    }

    private static String match(String text, String regex) throws BadValueException {
        if (!text.matches(regex)) {
            throw new BadValueException("does not have the accepted form");
        }
        return text;
    }
}
