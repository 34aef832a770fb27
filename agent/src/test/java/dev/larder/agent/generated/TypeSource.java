package dev.larder.agent.generated;

import dev.larder.agent.generated.Place.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The source of one class {@code gen.T<number>} with a few types in it and a cached method, whose result is declared by means of them.
 * The same seed and number make the same text.
 */
final class TypeSource {

    private static final int MOST_OBJECTS = 60;
    private static final String EMPTY_BODY = " { @Override public String toString() { return \"body\"; } }";

    private final Random random;
    private final String name;
    private final Budget budget = new Budget();
    private final Leaves leaves;
    private final Containers containers;
    private final StringBuilder declarations = new StringBuilder();
    private final List<String> shared = new ArrayList<>();

    /** Classes of their own, for places of other types. */
    private final List<Place> declared = new ArrayList<>();

    private final List<Place> keys = new ArrayList<>();
    private final List<String> generics = new ArrayList<>();
    private int count;

    private TypeSource(long seed, int number) {
        this.random = new Random(seed * 1_000_003 + number);
        this.name = "T" + number;
        this.leaves = new Leaves(random);
        this.containers = new Containers(random, budget);
    }

    static String of(long seed, int number) {
        return new TypeSource(seed, number).text();
    }

    private String text() {
        int types = 2 + random.nextInt(5);
        for (int i = 0; i < types; i++) {
            declare();
        }
        Place result = place(2 + random.nextInt(2));
        budget.refill(MOST_OBJECTS);
        List<String> locals = locals();
        String value = result.value(0);
        return "package gen;\n\nimport dev.larder.Cached;\n\npublic final class " + name + " {\n" + declarations
                + "\n    @Cached(key = \"" + name + ":{side}\", ttl = 600)\n    static " + result.type()
                + " value(String side) {\n        dev.larder.agent.apps.GeneratedTypesApp.ran(\"" + name + "\");\n"
                + String.join("", locals) + "        return " + value + ";\n    }\n}\n";
    }

    /** Objects that several places of the value refer to. */
    private List<String> locals() {
        List<String> lines = new ArrayList<>();
        for (Place place : declared) {
            String local = "shared" + lines.size();
            lines.add("        " + place.type() + " " + local + " = " + place.value(0) + ";\n");
            shared.add(place.type() + " " + local);
        }
        return lines;
    }

    private void declare() {
        switch (random.nextInt(7)) {
            case 0 -> record();
            case 1 -> bean();
            case 2 -> inheritance();
            case 3 -> generic();
            case 4 -> enumeration();
            case 5 -> sealed();
            default -> open();
        }
    }

    private void line(String text) {
        declarations.append("    ").append(text).append('\n');
    }

    private String next(String prefix) {
        return prefix + count++;
    }

    private void record() {
        String type = next("R");
        if (random.nextInt(3) == 0) {
            List<Place> fields = List.of(leaves.key(), leaves.key());
            line("record " + type + parameters(fields) + " {}");
            Place key = new Place(type, Traits.KEY, (i, n) -> made(type, fields, i));
            keys.add(key);
            declared.add(key);
            return;
        }
        List<Place> fields = fields();
        line("record " + type + parameters(fields) + " {}");
        add(type, (i, n) -> made(type, fields, i));
    }

    /** With private final fields, primitives, one field that changes, and one that refers to its like. */
    private void bean() {
        String type = next("C");
        List<Place> fields = fields();
        line("static final class " + type + " {");
        body(type, fields, "private final ", "");
        line("    private int hits = " + random.nextInt() + "; long at = " + random.nextLong()
                + "L; double part = -0.0;");
        line("    transient boolean open = true; char letter = '\\uffff'; byte[] raw = {1, -1};");
        line("    " + type + " after;");
        if (random.nextInt(3) == 0) {
            line("    static final " + type + " NONE = " + "new " + type + "(" + nulls(fields) + ");");
            line("}");
            add(type, (i, n) -> random.nextInt(3) == 0 ? type + ".NONE" : made(type, fields, i));
            return;
        }
        line("    " + type + " then(" + type + " next) { after = next; hits++; return this; }");
        line("}");
        add(type, (i, n) -> {
            String one = made(type, fields, i);
            return budget.isSpent() || random.nextBoolean() ? one : one + ".then(" + made(type, fields, i) + ")";
        });
    }

    /** A class, and a subclass whose field hides one of it. */
    private void inheritance() {
        String base = next("Base");
        String sub = next("Sub");
        List<Place> own = fields();
        List<Place> more = fields();
        line("static " + (random.nextBoolean() ? "abstract " : "") + "class " + base + " {");
        boolean isAbstract = declarations.lastIndexOf("abstract class " + base) > 0;
        body(base, own, random.nextBoolean() ? "private final " : "protected ", "");
        line("}");
        line("static " + (random.nextBoolean() ? "final " : "") + "class " + sub + " extends " + base + " {");
        body(sub, more, "private final ", "super(" + nulls(own) + ");");
        line("    { loaded = true; } boolean loaded;");
        line("}");
        add(base, (i, n) -> isAbstract || random.nextBoolean() ? made(sub, more, i) : made(base, own, i));
    }

    private void generic() {
        String type = next("G");
        line("static class " + type + "<A> {");
        line("    private final A item; java.util.List<A> all; " + type + "<A> inner; java.util.Map<String, A> named;");
        line("    " + type + "(A item, java.util.List<A> all, " + type
                + "<A> inner, java.util.Map<String, A> named) {");
        line("        this.item = item; this.all = all; this.inner = inner; this.named = named; } }");
        generics.add(type);
        if (random.nextBoolean() && !declared.isEmpty()) {
            Place bound = one(declared);
            String binding = next("H");
            line("static final class " + binding + " extends " + type + "<" + bound.type() + "> {");
            line("    final int kind; " + binding + "(" + bound.type() + " item) {"
                    + " super(item, java.util.List.of(), null, null); kind = 7; } }");
            add(binding, (i, n) -> {
                budget.spend();
                return "new " + binding + "(" + bound.valueOrNull(i) + ")";
            });
        }
    }

    private Place ofGeneric(String type, Place argument) {
        String full = type + "<" + argument.type() + ">";
        return new Place(full, Traits.GENERIC, (i, isNullAllowed) -> generic(full, argument, i, 2));
    }

    private String generic(String full, Place argument, int index, int depth) {
        budget.spend();
        String inner = depth == 0 || budget.isSpent() ? "null" : generic(full, argument, index, depth - 1);
        String all = budget.isSpent()
                ? "null"
                : "dev.larder.agent.apps.Make.<" + argument.type() + ">arrayList(" + argument.valueOrNull(0) + ", "
                        + argument.valueOrNull(1) + ")";
        String named = budget.isSpent()
                ? "null"
                : "dev.larder.agent.apps.Make.<String, " + argument.type() + ">hashMap(\"a\", "
                        + argument.valueOrNull(0) + ")";
        return "new " + full + "(" + argument.valueOrNull(index) + ", " + all + ", " + inner + ", " + named + ")";
    }

    private void enumeration() {
        String type = next("E");
        line("enum " + type + " { A, B" + EMPTY_BODY + ", C; private final StringBuilder state = null; }");
        Place place = new Place(type, Traits.ENUM, (i, n) -> type + "." + "ABC".charAt(i % 3));
        keys.add(place);
        declared.add(place);
    }

    private void sealed() {
        String type = next("S");
        List<Place> ofRecord = fields();
        List<Place> ofClass = fields();
        line("sealed interface " + type + " permits " + type + "R, " + type + "E, " + type + "N {}");
        line("record " + type + "R" + parameters(ofRecord) + " implements " + type + " {}");
        line("enum " + type + "E implements " + type + " { X, Y" + EMPTY_BODY + " }");
        line("static non-sealed class " + type + "N implements " + type + " {");
        body(type + "N", ofClass, "private final ", "");
        line("}");
        line("static final class " + type + "M extends " + type + "N {");
        body(type + "M", ofRecord, "final ", "super(" + nulls(ofClass) + ");");
        line("}");
        add(type, (i, n) -> switch (random.nextInt(4)) {
            case 0 -> made(type + "R", ofRecord, i);
            case 1 -> type + "E." + (random.nextBoolean() ? "X" : "Y");
            case 2 -> made(type + "N", ofClass, i);
            default -> made(type + "M", ofRecord, i);
        });
    }

    private void open() {
        String type = next("I");
        List<Place> ofRecord = fields();
        List<Place> ofClass = fields();
        line("interface " + type + " {}");
        line("record " + type + "R" + parameters(ofRecord) + " implements " + type + " {}");
        line("enum " + type + "E implements " + type + " { X, Y" + EMPTY_BODY + " }");
        line("static class " + type + "C implements " + type + " {");
        body(type + "C", ofClass, "private final ", "");
        line("    " + type + " other = " + type + "E.X;");
        line("}");
        add(type, (i, n) -> switch (random.nextInt(3)) {
            case 0 -> made(type + "R", ofRecord, i);
            case 1 -> type + "E." + (random.nextBoolean() ? "X" : "Y");
            default -> made(type + "C", ofClass, i);
        });
    }

    /** Values of it may be shared, and null. */
    private void add(String type, Place.Values fresh) {
        declared.add(new Place(type, Traits.PLAIN, (i, isNullAllowed) -> {
            List<String> same = shared.stream()
                    .filter(local -> local.startsWith(type + " "))
                    .toList();
            if (!same.isEmpty() && random.nextInt(3) == 0) {
                return same.get(0).substring(type.length() + 1);
            }
            boolean isNull = isNullAllowed && (budget.isSpent() || random.nextInt(8) == 0);
            return isNull ? "(" + type + ") null" : fresh.value(i, false);
        }));
    }

    private String made(String type, List<Place> fields, int index) {
        budget.spend();
        return fields.stream()
                .map(field -> field.valueOrNull(index))
                .collect(Collectors.joining(", ", "new " + type + "(", ")"));
    }

    private static String nulls(List<Place> fields) {
        return fields.stream().map(field -> "(" + field.type() + ") null").collect(Collectors.joining(", "));
    }

    private static String parameters(List<Place> fields) {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> fields.get(i).type() + " f" + i)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Fields, and a constructor that sets them. */
    private void body(String type, List<Place> fields, String modifiers, String first) {
        StringBuilder assignments = new StringBuilder(first);
        for (int i = 0; i < fields.size(); i++) {
            line("    " + modifiers + fields.get(i).type() + " f" + i + ";");
            assignments.append(" this.f").append(i).append(" = f").append(i).append(';');
        }
        line("    " + type + parameters(fields) + " { " + assignments + " }");
    }

    private List<Place> fields() {
        List<Place> fields = new ArrayList<>();
        int number = 1 + random.nextInt(4);
        for (int i = 0; i < number; i++) {
            fields.add(place(random.nextInt(3)));
        }
        return fields;
    }

    private Place place(int depth) {
        if (depth > 0 && random.nextInt(4) > 0) {
            return containers.around(place(depth - 1), key());
        }
        if (!generics.isEmpty() && random.nextInt(4) == 0) {
            return ofGeneric(one(generics), place(0));
        }
        return declared.isEmpty() || random.nextInt(3) == 0 ? leaves.any() : one(declared);
    }

    private Place key() {
        return keys.isEmpty() || random.nextBoolean() ? leaves.key() : one(keys);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
