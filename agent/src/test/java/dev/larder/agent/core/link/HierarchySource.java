package dev.larder.agent.core.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes up the source of a small class hierarchy: classes that inherit and override, generic ones, interfaces with default
 * methods, records, enums, an entity and static methods; and classes of two packages. Their cached methods read fields of all
 * kinds, in all the ways that code reads them.
 *
 * <p>Beside each {@code @Cached String mN(int x)} stands {@code String plainN(int x)} with the same body: what it returns is
 * what a call of the other has to return.
 */
final class HierarchySource {

    /** What all names begin with. */
    static final String PREFIX = "made.up.";

    /** The outermost class, in which all others are but those of {@link PackagesSource}. */
    private static final String NAME = PREFIX + "Hierarchy";

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private final List<String> concrete = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private HierarchySource(Random random) {
        this.random = random;
    }

    static HierarchySource of(Random random) {
        HierarchySource source = new HierarchySource(random);
        source.write();
        return source;
    }

    /** By the names of the outermost classes. */
    Map<String, String> texts() {
        return texts;
    }

    /** Names of classes with a {@code static Object make(Random)}. */
    List<String> concreteClasses() {
        return concrete;
    }

    private void write() {
        out.append("""
                package made.up;
                import dev.larder.Cached;
                import java.util.*;
                import java.lang.invoke.MethodHandles;
                import java.lang.invoke.VarHandle;
                import java.util.concurrent.atomic.AtomicReference;
                import java.util.concurrent.atomic.AtomicStampedReference;
                import java.util.function.*;
                public class Hierarchy {
                """).append(SampleTypes.SOURCE);
        for (int i = 0; i < 2; i++) {
            out.append("public interface I").append(i).append(" { String tag();");
            out.append(methods("tag()", List.of("tag()"), i + "9", "default")).append("}\n");
        }
        for (int family = 0; family < 3; family++) {
            family(family);
        }
        record();
        constants();
        entity();
        statics();
        ExchangeSource exchanges = ExchangeSource.of(random);
        out.append(exchanges.text()).append("}\n");
        concrete.addAll(exchanges.names());
        concrete.replaceAll(name -> NAME + "$" + name);
        texts.put(NAME, out.toString());
        texts.putAll(PackagesSource.of(random).texts());
        texts.keySet().stream().filter(name -> !name.equals(NAME)).forEach(concrete::add);
    }

    /** A generic base class, and subclasses of it or of each other. */
    private void family(int family) {
        List<String> inherited = new ArrayList<>();
        for (int depth = 0; depth < 3; depth++) {
            String name = "C" + family + depth;
            List<String> readable = new ArrayList<>();
            readable.add(depth == 0 ? "item" : "super.toString()");
            out.append("public static ").append(header(name, depth, depth == 1 ? "C" + family + 0 : "C" + family + 1));
            String made = fieldsOf(depth, readable);
            String item = depth == 1 ? "item = " + itemOf(family) + ";\n" : "";
            out.append(name).append("(Random r) { ").append(depth == 0 ? "" : "super(r);\n");
            out.append(made).append(item).append("}\n");
            helpers(depth, readable);
            out.append(methods("h" + depth + "()", all(readable, inherited), "" + family + depth, "public"));
            if (depth == 2 && random.nextBoolean()) {
                overrideOf("" + family + 1, readable);
            }
            if (depth > 0) {
                concrete.add(name);
                out.append("public static Object make(Random r) { return new ")
                        .append(name)
                        .append("(r)");
                out.append(random.nextBoolean() ? " {}" : "").append("; }\n");
            }
            out.append("}\n");
            inherited.add("h" + depth + "()");
        }
    }

    private String header(String name, int depth, String above) {
        if (depth == 0) {
            return "abstract class " + name + "<T> {\nprotected T item;\n";
        }
        String binding = name.charAt(1) == '0' ? "<String>" : "<Pair>";
        return "class " + name + " extends " + above + (depth == 1 ? binding : "") + " implements I" + random.nextInt(2)
                + " {\n";
    }

    private static String itemOf(int family) {
        return SampleFields.VALUES.get(family == 0 ? "String" : "Pair");
    }

    /** Declares one to three fields and returns what sets them. */
    private String fieldsOf(int depth, List<String> readable) {
        StringBuilder made = new StringBuilder();
        List<String> types = new ArrayList<>(SampleFields.VALUES.keySet());
        for (int i = random.nextInt(3); i >= 0; i--) {
            String type = types.get(random.nextInt(types.size()));
            String field = "f" + depth + i;
            out.append(random.nextBoolean() ? "private " : "protected ").append(type);
            out.append(' ').append(field).append(";\n");
            made.append(field)
                    .append(" = ")
                    .append(SampleFields.VALUES.get(type))
                    .append(";\n");
            readable.add(SampleFields.reading(random, type, field));
        }
        return made.toString();
    }

    private void overrideOf(String number, List<String> readable) {
        String rest = "(x) + " + sum(readable) + "; }\n";
        out.append("@Override @Cached(ttl = 600) public String m").append(number);
        out.append("(int x) { return super.m").append(number).append(rest);
        out.append("@Override public String plain").append(number);
        out.append("(int x) { return super.plain").append(number).append(rest);
    }

    private static List<String> all(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** What other methods call; those below override what those above have. */
    private void helpers(int depth, List<String> readable) {
        out.append("String h")
                .append(depth)
                .append("() { return ")
                .append(sum(readable))
                .append("; }\n");
        if (depth > 0 && random.nextBoolean()) {
            out.append("@Override String h")
                    .append(depth - 1)
                    .append("() { return super.h")
                    .append(depth - 1);
            out.append("() + ").append(sum(readable)).append("; }\n");
        }
        out.append("public String tag() { return \"t\" + ")
                .append(sum(readable))
                .append("; }\n");
        out.append("@Override public String toString() { return \"c")
                .append(depth)
                .append("\" + ");
        out.append(depth == 0 ? "item" : sum(readable)).append("; }\n");
    }

    private String methods(String call, List<String> readable, String number, String access) {
        StringBuilder methods = new StringBuilder();
        String body = "(int x) { " + body(call, readable) + " }\n";
        methods.append("@Cached(ttl = 600) ")
                .append(access)
                .append(" String m")
                .append(number)
                .append(body);
        methods.append(access).append(" String plain").append(number).append(body);
        return methods.toString();
    }

    private String body(String call, List<String> readable) {
        String sum = sum(readable);
        return switch (random.nextInt(9)) {
            case 0 -> "return x + (" + sum + ");";
            case 1 -> "return x + " + call + ";";
            case 2 -> "Supplier<String> s = () -> x + " + sum + "; return s.get();";
            case 3 ->
                "String t = \"\"; for (int i = 0; i <= x; i++) { t += i % 2 == 0 ? " + call + " : " + sum
                        + "; } return t;";
            case 4 -> "return x + \":\" + this;";
            case 5 -> "return x + Outside.show(this);";
            case 6 ->
                "return new Object() { String text() { return x + " + sum.replace("super.toString()", "tag()")
                        + "; } }.text();";
            case 7 -> "return x + op(x).on(this);";
            default -> "try { return x == 0 ? \"\" + List.of(this) : x + " + sum + "; } finally { " + call + "; }";
        };
    }

    private String sum(List<String> readable) {
        StringBuilder sum = new StringBuilder("\"\"");
        for (String expression : readable) {
            if (random.nextInt(3) > 0) {
                sum.append(" + \"|\" + ").append(expression);
            }
        }
        return sum.toString();
    }

    private void record() {
        out.append("public record R(int a, String b, List<Long> c) implements I0 {\n");
        out.append("public String tag() { return \"\" + ")
                .append(sum(List.of("a", "b", "c")))
                .append("; }\n");
        out.append(methods("tag()", List.of("a", "b", "c"), "70", "public"));
        out.append("public static Object make(Random r) { return new R(r.nextInt(2), r.nextBoolean() ? \"a\" : null,");
        out.append(" r.nextBoolean() ? List.of(1L) : List.of(1L, 1L)); } }\n");
        concrete.add("R");
    }

    private void constants() {
        out.append("public enum E implements I1 { ONE { private int own; @Override void put(int n) { own = n; }\n");
        out.append("@Override public String tag() { return \"first\" + own; } }, TWO; void put(int n) {}\n");
        out.append("final int[] array = {0}; final List<String> list = new ArrayList<>(List.of(\"a\")); int number;\n");
        out.append("public String tag() { return name(); }\n");
        List<String> readable = List.of("ordinal()", "tag()", "name()", "array[0]", "list.get(0)", "number");
        out.append(methods("tag()", readable, "80", "public"));
        out.append("public static Object make(Random r) { E e = values()[r.nextInt(2)]; e.array[0] = r.nextInt(2);");
        out.append(
                " e.put(r.nextInt(2)); e.list.set(0, r.nextBoolean() ? \"a\" : \"b\"); e.number = r.nextInt(2); return e; } }\n");
        concrete.add("E");
    }

    /** Its id decides who its owner is, as a database would. */
    private void entity() {
        List<String> types = List.of("int", "long", "boolean", "double", "String", "Mood", "Pair", "Settings");
        List<String> readable = new ArrayList<>(List.of("id", "owner.name"));
        boolean isInherited = random.nextBoolean();
        out.append("public static class Owner { @jakarta.persistence.Id private final long id;");
        out.append(" private final String name; Owner(long id) { this.id = id; name = \"o\" + id; } }\n");
        out.append("static class Mapped {\n");
        out.append(isInherited ? "@jakarta.persistence.Id protected long id;\n" : "")
                .append("}\n");
        out.append("@jakarta.persistence.Entity public static class N extends Mapped {\n");
        out.append(isInherited ? "" : "@jakarta.persistence.Id private long id;\n");
        out.append("@jakarta.persistence.ManyToOne private Owner owner;\n");
        StringBuilder made = new StringBuilder("id = r.nextInt(2);\nowner = new Owner(id);\n");
        for (int i = 1 + random.nextInt(3); i >= 0; i--) {
            String type = types.get(random.nextInt(types.size()));
            out.append(type).append(" n").append(i).append(";\n");
            made.append("n")
                    .append(i)
                    .append(" = ")
                    .append(SampleFields.VALUES.get(type))
                    .append(";\n");
            readable.add(SampleFields.reading(random, type, "n" + i));
        }
        out.append("N(Random r) {\n").append(made).append("}\n");
        out.append("public String tag() { return \"\" + ").append(sum(readable)).append("; }\n");
        out.append("@Override public String toString() { return \"n\" + ")
                .append(sum(readable))
                .append("; }\n");
        out.append(methods("tag()", readable, "60", "public"));
        out.append("public static Object make(Random r) { return new N(r); } }\n");
        concrete.add("N");
    }

    /** Two classes with static methods of one name, which hide each other. */
    private void statics() {
        for (String name : List.of("S0", "S1")) {
            out.append("public static class ").append(name).append(name.equals("S1") ? " extends S0" : "");
            out.append(" {\nprivate static final List<String> TABLE = List.of(\"")
                    .append(name)
                    .append("\", \"t\");\n");
            out.append("private static final int SIZE = ")
                    .append(random.nextInt(9))
                    .append(";\n");
            out.append("static String at(int x) { return TABLE.get(x % 2) + SIZE; }\n");
            String body = "(int x) { " + staticBody() + " }\n";
            out.append("@Cached(ttl = 600) public static String m50").append(body);
            out.append("public static String plain50").append(body);
            out.append("public static Object make(Random r) { return new ")
                    .append(name)
                    .append("(); } }\n");
            concrete.add(name);
        }
    }

    private String staticBody() {
        String sum = sum(List.of("TABLE.get(0)", "SIZE", "at(x)", "Sign.PLUS.ask()"));
        return switch (random.nextInt(4)) {
            case 0 -> "return \"" + random.nextInt(9) + "\" + x + " + sum + ";";
            case 1 -> "Supplier<String> s = () -> x + " + sum + "; return s.get();";
            case 2 -> "String t = \"\"; for (int i = 0; i <= x; i++) { t += at(i) + " + sum + "; } return t;";
            default -> "return new Object() { String text() { return x + " + sum + "; } }.text();";
        };
    }
}
