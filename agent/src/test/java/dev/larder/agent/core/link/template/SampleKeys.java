package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.KeyLength;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Renders the same arguments in whatever JVM it runs in, one key a line. */
final class SampleKeys {

    record Order(long number, List<BigDecimal> amounts, Map<String, Set<Integer>> tags) {}

    private SampleKeys() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        keys().forEach(out::println);
    }

    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Object value : values()) {
            keys.add(KeyLength.bound(
                    KeyEncoder.of(Object.class, "{0}", TypeNames.ALWAYS).text(value)));
        }
        keys.add(concatenated());
        return keys;
    }

    private static String concatenated() {
        MethodType callSite = MethodType.methodType(void.class, long.class, double.class, String.class);
        try {
            return (String) KeyHandles.compile(
                            KeyTemplate.parse("İ:{0}:{1}:{2}", new KeyParameters("a.B.c()", List.of(), 3, true)),
                            TemplateInputs.of(MethodHandles.lookup(), callSite, callSite.parameterList()))
                    .invokeExact(-1234567890L, 1234567.891, "İıſ");
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static List<Object> values() {
        ZoneId zone = ZoneId.of("America/Argentina/Buenos_Aires");
        Map<Object, Object> map = new LinkedHashMap<>();
        for (String key : List.of("FB", "Ea", "i", "I", "ı", "İ")) {
            map.put(key, key.hashCode());
        }
        return Arrays.asList(
                1234567,
                -1234567.5,
                2.0e-3,
                2.2250738585072014e-308,
                1.0e23,
                9.999999999999999e22,
                4.9e-324,
                Float.intBitsToFloat(0x15AE43FD),
                1.17549435e-38f,
                new BigDecimal("-1234567.8900"),
                "Straße İı \uD83D\uDE00 \uD800",
                'ß',
                new UUID(-1, 1),
                Instant.ofEpochSecond(1_700_000_000, 120_000_000),
                LocalDate.of(-5, 2, 1),
                LocalDateTime.of(2026, 11, 21, 8, 30),
                ZonedDateTime.of(2026, 11, 21, 8, 30, 0, 0, zone),
                Duration.ofNanos(-90_061_000_000_001L),
                Year.of(12026),
                Thread.State.TIMED_WAITING,
                map,
                Set.of("b", "a", "c", "i", "I"),
                new Order(1, List.of(new BigDecimal("1.10")), Map.of("x", Set.of(3, 1, 2), "y", Set.of())),
                new long[][] {{1}, {}},
                "long €".repeat(100));
    }
}
