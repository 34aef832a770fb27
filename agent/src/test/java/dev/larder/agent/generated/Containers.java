package dev.larder.agent.generated;

import dev.larder.agent.generated.Place.Traits;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Collections, maps, optionals and arrays of other places. */
final class Containers {

    private static final List<String> LISTS = List.of(
            "arrayList",
            "arrayList",
            "linkedList",
            "vector",
            "asList",
            "copyOnWriteList",
            "unmodifiableList",
            "synchronizedList",
            "streamToList");

    private static final List<String> SETS =
            List.of("hashSet", "wideHashSet", "linkedHashSet", "concurrentSet", "unmodifiableSet", "synchronizedSet");

    private static final List<String> MAPS =
            List.of("hashMap", "linkedHashMap", "unmodifiableMap", "synchronizedMap", "concurrentMap", "mapOf");

    private static final List<String> WITHOUT_NULL = List.of("concurrentMap", "mapOf", "skipListMap", "concurrentSet");

    private final Random random;
    private final Budget budget;

    Containers(Random random, Budget budget) {
        this.random = random;
        this.budget = budget;
    }

    /** @param key for sets and maps */
    Place around(Place content, Place key) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> list(content);
            case 2 -> queue(content);
            case 3 -> set(key);
            case 4, 5 -> map(key, content);
            case 6 -> optional(content);
            case 7 -> entry(key, content);
            default -> content.traits().isReifiable() ? array(content) : list(content);
        };
    }

    private Place list(Place content) {
        String type = content.type();
        if (random.nextInt(4) == 0) {
            return made("java.util.ArrayList<" + type + ">", (i, n) -> call("arrayList", content, true));
        }
        String declared = random.nextInt(4) == 0 ? "java.util.Collection<" : "java.util.List<";
        return made(declared + type + ">", (i, n) -> switch (random.nextInt(6)) {
            case 0 -> "java.util.List.<" + type + ">of(" + elements(content, false) + ")";
            case 1 ->
                random.nextBoolean()
                        ? "java.util.Collections.<" + type + ">emptyList()"
                        : "java.util.Collections.<" + type + ">singletonList(" + content.valueOrNull(0) + ")";
            default -> call(one(LISTS), content, true);
        });
    }

    private Place queue(Place content) {
        return random.nextBoolean()
                ? made("java.util.Deque<" + content.type() + ">", (i, n) -> call("arrayDeque", content, false))
                : made("java.util.Queue<" + content.type() + ">", (i, n) -> call("concurrentQueue", content, false));
    }

    private Place set(Place key) {
        if (key.traits().isComparable() && random.nextInt(3) == 0) {
            return made(
                    "java.util.SortedSet<" + key.type() + ">",
                    (i, n) -> call(random.nextBoolean() ? "treeSet" : "reverseTreeSet", key, false));
        }
        if (key.traits().isEnum() && random.nextBoolean()) {
            return made(
                    "java.util.Set<" + key.type() + ">",
                    (i, n) -> "java.util.EnumSet.of(" + key.value(0) + ", " + key.value(1) + ")");
        }
        return made(
                "java.util.Set<" + key.type() + ">",
                (i, n) -> random.nextInt(4) == 0
                        ? "java.util.Set.<" + key.type() + ">of(" + elements(key, false) + ")"
                        : call(one(SETS), key, false));
    }

    private Place map(Place key, Place content) {
        String arguments = "<" + key.type() + ", " + content.type() + ">";
        if (key.traits().isEnum() && random.nextBoolean()) {
            return made(
                    "java.util.Map" + arguments,
                    (i, n) -> "dev.larder.agent.apps.Make." + arguments + "enumMap(" + key.type() + ".class"
                            + (budget.isSpent() ? "" : ", " + pairs(key, content, true)) + ")");
        }
        if (key.traits().isComparable() && random.nextInt(3) == 0) {
            return made("java.util.SortedMap" + arguments, (i, n) -> maps("treeMap", arguments, key, content));
        }
        return made("java.util.Map" + arguments, (i, n) -> maps(one(MAPS), arguments, key, content));
    }

    private String maps(String method, String arguments, Place key, Place content) {
        String pairs = budget.isSpent() ? "" : pairs(key, content, !WITHOUT_NULL.contains(method));
        return "dev.larder.agent.apps.Make." + arguments + method + "(" + pairs + ")";
    }

    private String pairs(Place key, Place content, boolean isNullAllowed) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> key.value(i) + ", " + content.values().value(i, isNullAllowed))
                .collect(Collectors.joining(", "));
    }

    private Place optional(Place content) {
        String type = content.type();
        return made(
                "java.util.Optional<" + type + ">",
                (i, n) -> budget.isSpent() || random.nextInt(3) == 0
                        ? "java.util.Optional.<" + type + ">empty()"
                        : "java.util.Optional.<" + type + ">of(" + content.value(i) + ")");
    }

    private Place entry(Place key, Place content) {
        String arguments = "<" + key.type() + ", " + content.type() + ">";
        return made(
                "java.util.Map.Entry" + arguments,
                (i, n) -> random.nextBoolean()
                        ? "java.util.Map." + arguments + "entry(" + key.value(i) + ", " + content.value(i) + ")"
                        : "new java.util.AbstractMap.SimpleEntry" + arguments + "(" + key.value(i) + ", "
                                + content.valueOrNull(i) + ")");
    }

    private Place array(Place content) {
        return switch (random.nextInt(4)) {
            case 0 -> reifiable("int[]", (i, n) -> "new int[] {" + random.nextInt() + ", " + i + "}");
            case 1 -> reifiable("byte[]", (i, n) -> "new byte[] {" + (byte) random.nextInt() + ", " + i + "}");
            case 2 -> reifiable("double[][]", (i, n) -> "new double[][] {{1.5, -0.0}, {}, null}");
            default ->
                reifiable(
                        content.type() + "[]",
                        (i, n) -> "new " + content.type() + "[] {" + elements(content, true) + "}");
        };
    }

    private static Place reifiable(String type, Place.Values values) {
        return new Place(type, Traits.PLAIN, values);
    }

    private static Place made(String type, Place.Values values) {
        return new Place(type, Traits.GENERIC, values);
    }

    private String call(String method, Place content, boolean isNullAllowed) {
        boolean mayHaveNull = isNullAllowed && !WITHOUT_NULL.contains(method);
        return "dev.larder.agent.apps.Make.<" + content.type() + ">" + method + "(" + elements(content, mayHaveNull)
                + ")";
    }

    private String elements(Place content, boolean isNullAllowed) {
        int count = budget.isSpent() ? 0 : random.nextInt(4);
        return IntStream.range(0, count)
                .mapToObj(i -> content.values().value(i, isNullAllowed))
                .collect(Collectors.joining(", "));
    }

    private String one(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
