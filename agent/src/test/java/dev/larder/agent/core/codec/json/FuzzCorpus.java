package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.graph.CollectionKind;
import dev.larder.agent.core.codec.graph.MapKind;
import dev.larder.agent.core.codec.json.ResultShapes.ResultShape;
import dev.larder.agent.core.secret.Secrecy;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Real envelopes of many types, and words that mean something in them. */
final class FuzzCorpus {

    /** Its classes, but for the two that nobody loads before the fuzzer names them. */
    private static final Map<String, String> APPLICATION = Map.of(
            "Figure",
            "public interface Figure {}",
            "Dot",
            "public class Dot implements Figure { int x = 1; private final String name = new String(\"dot\"); }",
            "Group",
            "import java.util.*; public class Group<T> implements Figure { T first; List<T> all = new ArrayList<>();"
                    + " Map<String, Figure> named = new TreeMap<>(); Group<Dot> dots; }",
            "Board",
            "import java.util.*; public record Board(Figure main, Group<Figure> group, Set<Figure> rest, Figure[] grid) {"
                    + " public static Board sample() { Dot dot = new Dot(); Group<Figure> group = new Group<>();"
                    + " group.first = dot; group.all.add(dot); group.all.add(new Group<Figure>());"
                    + " group.named.put(\"a\", new Dot()); group.dots = new Group<>(); group.dots.first = new Dot();"
                    + " return new Board(dot, group, new HashSet<>(List.of(new Dot())), new Figure[] {dot, null}); } }",
            "Trap",
            "public class Trap implements Figure { static { System.setProperty(\"larder.fuzz.trap\", \"sprung\"); } }",
            "Snare",
            "public enum Snare implements Figure { A; static { System.setProperty(\"larder.fuzz.trap\", \"sprung\"); } }");

    private static final Pattern CLASS_NAME = Pattern.compile("\\[\"([^\" ]+) [0-9a-f]{16}\"");

    /** More than the samples have. */
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "Trap",
            "Snare",
            "Trap 0123456789abcdef",
            "Snare 0123456789abcdef",
            "[LTrap; 0123456789abcdef",
            "java.lang.ProcessBuilder 0123456789abcdef",
            "@class",
            "h1",
            "h16",
            "h64",
            "h1073741824",
            "h-16",
            "h99999999999",
            "k2",
            "t1",
            "t2",
            "t3",
            "t999",
            "ct2",
            "ut1",
            "zz",
            "\\u0000",
            "\\ud800",
            "\\udc00\\ud800",
            "NaN",
            "-Infinity",
            "1,2147483647",
            "1,-2147483648",
            "9".repeat(10_001) + ",0",
            "1e999999999",
            "+999999999-12-31T23:59:59.999999999Z",
            "2026-02-30",
            "2026-11-30T24:00:00Z",
            "Europe/Nowhere",
            "UTC+99:99",
            "x".repeat(3_000),
            "en-US-x-" + "a".repeat(200),
            "%%%",
            "QUJD",
            "1700000000123 2000000000");

    private final List<FuzzTarget> targets = new ArrayList<>();
    private final CompiledApplication.Loader application;
    private final Sealing sealing;

    FuzzCorpus(Path directory) throws Exception {
        sealing = sealing(directory);
        application = CompiledApplication.of(directory, APPLICATION);
        for (ResultShape shape : ResultShapes.all()) {
            add(shape.name(), shape.type(), shape.sample().get());
        }
        add("scalars", new TypeRef<List<Object>>() {}.type(), scalars());
        add("numbers", new TypeRef<Map<Number, Comparable<?>>>() {}.type(), new HashMap<>(Map.of(1, "a", 2L, 3.5)));
        add("nested", new TypeRef<Map<String, List<Set<Optional<Long>>>>>() {}.type(), nested());
        add("any", Object.class, any());
        add("sealed", new TypeRef<Set<Fixtures.Shape>>() {}.type(), sealed());
        add("shared", new TypeRef<List<List<List<String>>>>() {}.type(), shared());
        add("bound page", Fixtures.PersonPage.class, new Fixtures.PersonPage(people(), 3));
        add("order", Fixtures.Order.class, order());
        add("kept keys", new TypeRef<Map<Set<Object>, List<Object>>>() {}.type(), Map.of(Set.of(1, "a"), List.of(2)));
        add("board", application.loadClass("Board"), board());
    }

    private static Sealing sealing(Path directory) throws IOException {
        String key = "fuzz:" + Base64.getEncoder().encodeToString(new byte[32]) + "\n";
        Path file = Files.writeString(directory.resolve("keys"), key);
        try (Secrecy secrecy = new Secrecy(file.toString(), "fuzz")) {
            return Objects.requireNonNull(secrecy.sealing());
        }
    }

    private Object board() throws ReflectiveOperationException {
        return application.loadClass("Board").getMethod("sample").invoke(null);
    }

    /** Leaves out what is stored in memory alone. */
    private void add(String name, Type type, Object value) throws ClassNotFoundException {
        try {
            byte[] sample = codec(type, Set.of()).encode(value);
            targets.add(new FuzzTarget(name, codec(type, namedIn(sample)), sealing, sample));
        } catch (CodecException refused) {
            System.out.println("Not in Redis: " + name);
        }
    }

    private ValueCodec codec(Type type, Set<Class<?>> loaded) {
        boolean isCompiled = type instanceof Class<?> known && known.getClassLoader() == application;
        ClassLoader loader = isCompiled ? application : FuzzCorpus.class.getClassLoader();
        return RoundTrip.codecIn(type, loader, loaded.toArray(new Class<?>[0]));
    }

    /** The classes that a process has to have loaded to read it. */
    private Set<Class<?>> namedIn(byte[] sample) throws ClassNotFoundException {
        Set<Class<?>> named = new LinkedHashSet<>();
        Matcher names = CLASS_NAME.matcher(RoundTrip.text(sample));
        while (names.find()) {
            boolean isCompiled = APPLICATION.containsKey(names.group(1));
            ClassLoader loader = isCompiled ? application : FuzzCorpus.class.getClassLoader();
            named.add(Class.forName(names.group(1), true, loader));
        }
        return named;
    }

    List<FuzzTarget> targets() {
        return targets;
    }

    /** What text has made this JVM load or initialize; empty if nothing. */
    String sprung() {
        return (application.hasLoaded("Trap") ? "Trap " : "")
                + (application.hasLoaded("Snare") ? "Snare " : "")
                + System.getProperty("larder.fuzz.trap", "");
    }

    List<String> words() {
        Set<String> words = new LinkedHashSet<>(WORDS);
        for (CollectionKind kind : CollectionKind.values()) {
            words.add(kind.code());
        }
        for (MapKind kind : MapKind.values()) {
            words.add(kind.code());
        }
        for (FuzzTarget target : targets) {
            for (EnvelopeMutator.Span span : EnvelopeMutator.Span.allOf(target.sample(), 2)) {
                String text = new String(span.of(target.sample()), StandardCharsets.UTF_8);
                if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
                    words.add(text.substring(1, text.length() - 1));
                }
            }
        }
        return new ArrayList<>(words);
    }

    @SuppressWarnings("JavaUtilDate") // applications still have them
    private static List<Object> scalars() {
        return new ArrayList<>(Arrays.asList(
                true,
                (byte) 1,
                (short) 2,
                'c',
                4,
                5L,
                6.5f,
                7.5,
                Double.NaN,
                BigInteger.TEN,
                new BigDecimal("1.50"),
                "text",
                "\ud800 alone",
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                URI.create("urn:a"),
                Currency.getInstance("EUR"),
                Locale.GERMANY,
                Instant.EPOCH,
                LocalDate.EPOCH,
                Duration.ofNanos(1),
                YearMonth.of(2026, 2),
                OffsetTime.parse("10:15:30+01:00"),
                ZonedDateTime.parse("2026-10-25T02:30+01:00[Europe/Paris]"),
                ZoneId.of("Europe/Paris"),
                OptionalDouble.of(1),
                new Date(0),
                new byte[] {1, 2},
                new Object[] {1, null},
                null));
    }

    private static Map<String, List<Set<Optional<Long>>>> nested() {
        Map<String, List<Set<Optional<Long>>>> made = new LinkedHashMap<>();
        made.put("a", new ArrayList<>(List.of(Set.of(Optional.of(1L), Optional.empty()))));
        made.put(null, Collections.unmodifiableList(new ArrayList<>()));
        return made;
    }

    private static Object any() {
        return new ArrayList<>(List.of(Map.of("a", 1), new TreeSet<>(Set.of(1, 2)), Optional.of(List.of("x"))));
    }

    private static Set<Fixtures.Shape> sealed() {
        return Set.of(new Fixtures.Circle(1), Fixtures.Dot.DOT, new Fixtures.Square(2, new Fixtures.Square(3, null)));
    }

    private static List<List<List<String>>> shared() {
        List<String> inner = new ArrayList<>(List.of("a"));
        List<List<String>> middle = new ArrayList<>(List.of(inner, inner, List.of("b")));
        return new ArrayList<>(List.of(middle, middle, List.of(inner)));
    }

    private static List<Fixtures.Person> people() {
        return List.of(new Fixtures.Person(
                7,
                "Ann",
                new Fixtures.Address("x", Optional.of("y")),
                EnumSet.of(Fixtures.Color.GREEN, Fixtures.Color.RED)));
    }

    private static Fixtures.Order order() {
        return new Fixtures.Order(
                new BigDecimal("12.50"),
                Instant.EPOCH,
                new HashMap<>(Map.of(1L, Set.of(Fixtures.Color.BLUE))),
                new int[][] {{1, 2}, {}},
                new byte[] {1, 2, 3});
    }
}
