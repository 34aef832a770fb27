package dev.larder.agent.generated;

import dev.larder.agent.generated.Place.Traits;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Scalars of the JDK as places of generated types. */
final class Leaves {

    private static final List<String> TEXTS = List.of(
            "", "a b", "\\u00e4\\u20ac", "\\ud83d\\ude00", "\\ud800", "\\\"\\\\\\n\\u0001", "null", "[\\\"h\\\",1]");

    private static final List<String> DOUBLES = List.of(
            "0.0", "-0.0", "1.5", "1e300", "4.9e-324", "Double.NaN", "Double.POSITIVE_INFINITY", "-1e-7", "100.0");

    private final Random random;

    Leaves(Random random) {
        this.random = random;
    }

    /** One that may be a key. */
    Place key() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> leaf("String", Traits.SORTED_KEY, i -> "\"k" + i + one(TEXTS) + "\"");
            case 2 ->
                leaf("Integer", Traits.SORTED_KEY, i -> "Integer.valueOf(" + (random.nextInt(100) * 16 + i) + ")");
            case 3 -> leaf("Long", Traits.SORTED_KEY, i -> "Long.valueOf(" + (random.nextLong() / 16 * 16 + i) + "L)");
            case 4 ->
                leaf(
                        "java.time.LocalDate",
                        Traits.SORTED_KEY,
                        i -> "java.time.LocalDate.of(" + (1900 + random.nextInt(200)) + ", 1, " + (1 + i) + ")");
            case 5 ->
                leaf(
                        "java.math.BigDecimal",
                        Traits.SORTED_KEY,
                        i -> "new java.math.BigDecimal(\"" + random.nextInt(1000) + i + ".50\")");
            default ->
                leaf(
                        "java.util.UUID",
                        Traits.SORTED_KEY,
                        i -> "new java.util.UUID(" + i + "L, " + random.nextLong() + "L)");
        };
    }

    Place any() {
        return switch (random.nextInt(18)) {
            case 0 -> leaf("Double", Traits.PLAIN, i -> "Double.valueOf(" + one(DOUBLES) + ")");
            case 1 -> leaf("Float", Traits.PLAIN, i -> "Float.valueOf((float) " + one(DOUBLES) + ")");
            case 2 -> leaf("Boolean", Traits.PLAIN, i -> "Boolean." + (random.nextBoolean() ? "TRUE" : "FALSE"));
            case 3 -> leaf("Character", Traits.PLAIN, i -> "Character.valueOf((char) " + random.nextInt(65_536) + ")");
            case 4 -> leaf("Byte", Traits.PLAIN, i -> "Byte.valueOf((byte) " + random.nextInt() + ")");
            case 5 -> leaf("Short", Traits.PLAIN, i -> "Short.valueOf((short) " + random.nextInt() + ")");
            case 6 ->
                leaf(
                        "java.math.BigInteger",
                        Traits.PLAIN,
                        i -> "new java.math.BigInteger(\""
                                + new java.math.BigInteger(random.nextInt(200), random).negate() + "\")");
            case 7 ->
                leaf(
                        "java.time.Instant",
                        Traits.PLAIN,
                        i -> "java.time.Instant.ofEpochSecond(" + random.nextInt() + "L, "
                                + random.nextInt(1_000_000_000) + ")");
            case 8 ->
                leaf("java.time.Duration", Traits.PLAIN, i -> "java.time.Duration.ofNanos(" + random.nextLong() + "L)");
            case 9 ->
                leaf(
                        "java.time.LocalDateTime",
                        Traits.PLAIN,
                        i -> "java.time.LocalDateTime.of(2026, 2, " + (1 + random.nextInt(28)) + ", 23, 59, "
                                + random.nextInt(60) + ")");
            case 10 ->
                leaf(
                        "java.time.ZonedDateTime",
                        Traits.PLAIN,
                        i -> "java.time.ZonedDateTime.of(2026, 10, 25, 2,"
                                + " 30, 0, 0, java.time.ZoneId.of(\"Europe/Paris\"))");
            case 11 ->
                leaf(
                        "java.util.OptionalInt",
                        Traits.PLAIN,
                        i -> "java.util.OptionalInt." + (random.nextBoolean() ? "empty()" : "of(" + i + ")"));
            case 12 -> leaf("java.util.Date", Traits.PLAIN, i -> "new java.util.Date(" + random.nextInt() + "L)");
            case 13 ->
                leaf(
                        "java.util.Locale",
                        Traits.PLAIN,
                        i -> "java.util.Locale." + (random.nextBoolean() ? "GERMANY" : "ROOT"));
            case 14 -> leaf("java.net.URI", Traits.PLAIN, i -> "java.net.URI.create(\"urn:x:" + i + "\")");
            case 15 -> leaf("Number", Traits.PLAIN, i -> random.nextBoolean() ? "(Number) 7L" : "(Number) 7.5");
            default -> key();
        };
    }

    private String one(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Place leaf(String type, Traits traits, IntFunction<String> value) {
        return new Place(
                type,
                traits,
                (i, isNullAllowed) -> isNullAllowed && random.nextInt(8) == 0 ? "(" + type + ") null" : value.apply(i));
    }
}
