package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.config.BadValueException;
import java.util.List;

/**
 * Amounts written as a whole number and a unit, such as {@code 250ms} or {@code 64MB}.
 *
 * <p><b>Shape.</b> Digits, then a unit of the scale, without sign and fraction; the unit is case-insensitive. If the
 * smallest unit is the empty text, plain digits are allowed.
 *
 * @param units from the largest to the smallest, whose factor is 1
 */
record UnitScale(List<Unit> units) {

    /** Milliseconds. A plain number is refused, since its unit is unclear. */
    static final UnitScale DURATIONS = new UnitScale(List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1_000),
            new Unit("ms", 1)));

    /** Bytes; {@code KB} is 1024 bytes. */
    static final UnitScale SIZES = new UnitScale(List.of(
            new Unit("GB", 1 << 30),
            new Unit("MB", 1 << 20),
            new Unit("KB", 1 << 10),
            new Unit("B", 1),
            new Unit("", 1)));

    record Unit(String suffix, long factor) {}

    long parse(String text) throws BadValueException {
        int digits = countDigits(text);
        long factor = factorOf(text.substring(digits));
        if (digits == 0 || factor == 0) {
            throw new BadValueException("is not a number followed by a unit");
        }
        try {
            return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factor);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new BadValueException("is too large");
        }
    }

    /** In the largest unit that gives a whole number. */
    String format(long amount) {
        for (Unit unit : units) {
            if (amount >= unit.factor() && amount % unit.factor() == 0) {
                return amount / unit.factor() + unit.suffix();
            }
        }
        return amount + units.get(units.size() - 1).suffix();
    }

    private static int countDigits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private long factorOf(String suffix) {
        for (Unit unit : units) {
            if (unit.suffix().equalsIgnoreCase(suffix.trim())) {
                return unit.factor();
            }
        }
        return 0;
    }
}
