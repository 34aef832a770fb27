package dev.larder.agent.core.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Types of fields of made-up classes, with the code that makes a value of each for a {@code Random r}, and code that reads it. */
final class SampleFields {

    static final Map<String, String> VALUES = fields();

    private SampleFields() {}

    /** Of a field's type, what makes a value: of two or three different ones. */
    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("int", "r.nextInt(2)");
        fields.put("long", "(long) r.nextInt(2)");
        fields.put("boolean", "r.nextBoolean()");
        fields.put("double", "r.nextInt(2) / 2.0");
        fields.put("String", "r.nextBoolean() ? \"a\" : r.nextBoolean() ? null : \"a,b\"");
        fields.put("Mood", "Mood.values()[r.nextInt(2)]");
        fields.put("Pair", "new Pair(r.nextInt(2), r.nextBoolean() ? \"p\" : \"q\")");
        fields.put("List<String>", "r.nextBoolean() ? List.of(\"a\", \"b\") : List.of(\"a,b\")");
        fields.put("Collection<String>", "r.nextBoolean() ? new Page(r.nextInt(2)) : List.of(\"a\")");
        fields.put("Object", "r.nextBoolean() ? (Object) 1 : r.nextBoolean() ? (Object) 1L : \"1\"");
        fields.put("Tool", "new Tool(r.nextInt(2))");
        fields.put("Settings", "r.nextInt(3) == 0 ? null : new Settings(r.nextInt(2), r.nextBoolean() ? \"a\" : null)");
        fields.put("List<Tool>", "List.of(new Tool(r.nextInt(2)))");
        fields.put("Mixed", "new Mixed(r.nextInt(2))");
        fields.put(
                "UnaryOperator<String>",
                "r.nextBoolean() ? word(r.nextInt(2)) : r.nextBoolean() ? again(word(r.nextInt(2))) : String::strip");
        fields.put("java.text.Format", "new java.text.DecimalFormat(r.nextBoolean() ? \"0\" : \"0.0\")");
        fields.put("int[]", "new int[] {r.nextInt(2)}");
        fields.put("StringBuilder", "new StringBuilder(r.nextBoolean() ? \"x\" : \"y\")");
        fields.put("Carrier", "new Carrier(r.nextBoolean() ? new Badge(r.nextInt(2)) : new One())");
        fields.put("List<Client>", "List.of(r.nextBoolean() ? Sign.values()[r.nextInt(2)] : new One())");
        fields.put("Dial", "Dial.at(r.nextInt(2))");
        fields.put(
                "java.time.format.DateTimeFormatter",
                "java.time.format.DateTimeFormatter.ofPattern(r.nextBoolean() ? \"yy\" : \"MM\")");
        return fields;
    }

    /** An expression of what a method reads of {@code field}, if it is of that type. */
    static String reading(Random random, String type, String field) {
        return switch (type) {
            case "Settings" -> ofSettings(random, field);
            case "Mixed" -> random.nextBoolean() ? field + ".show(\"m\")" : field + ".anything()";
            case "UnaryOperator<String>" -> field + ".apply(\"u\")";
            case "java.text.Format" -> field + ".format(1)";
            case "int[]" -> field + "[0]";
            case "Carrier" -> field + ".client().ask()";
            case "List<Client>" -> field + ".get(0).ask()";
            case "Dial" -> field + ".number()";
            case "Collection<String>" -> "(" + field + " instanceof Page p" + field + " ? p" + field + ".total : 0)";
            default -> field;
        };
    }

    /** What is read of an object in a field. */
    private static String ofSettings(Random random, String field) {
        return switch (random.nextInt(4)) {
            case 0 -> field;
            case 1 -> "(" + field + " == null ? \"none\" : " + field + ".text())";
            case 2 -> "(" + field + " == null ? 7 : " + field + ".number())";
            default -> "(" + field + " == null ? \"\" : " + field + ".number + \"/\" + " + field + ".text)";
        };
    }
}
