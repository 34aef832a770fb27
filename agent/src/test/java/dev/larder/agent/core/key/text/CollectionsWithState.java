package dev.larder.agent.core.key.text;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** They show what they have beside their elements: by a field, by a method, or to a class that is written beside them. */
@SuppressWarnings("unused") // fields and methods are looked at in the class files
final class CollectionsWithState {

    /** What is not there has a value all the same. */
    private static final class WithDefault extends AbstractMap<String, Integer> {
        private final Map<String, Integer> entries = Map.of("x", 1);
        private final int other = Integer.parseInt("7");

        @Override
        public Set<Entry<String, Integer>> entrySet() {
            return entries.entrySet();
        }

        @Override
        public Integer get(Object key) {
            return entries.getOrDefault((String) key, other);
        }
    }

    private static final class MadeOnDemand extends AbstractMap<String, Integer> {
        private final Map<String, Integer> entries = Map.of("x", 1);
        private final ToIntFunction<String> maker = String::length;

        @Override
        public Set<Entry<String, Integer>> entrySet() {
            return entries.entrySet();
        }

        @Override
        public Integer get(Object key) {
            Integer entry = entries.get(key);
            return entry == null ? Integer.valueOf(maker.applyAsInt((String) key)) : entry;
        }
    }

    private static final class Lenient extends Elements {
        private final boolean ignoresCase = Boolean.parseBoolean("true");

        @Override
        public boolean contains(Object element) {
            return ignoresCase ? super.contains(element.toString().toLowerCase(Locale.ROOT)) : super.contains(element);
        }
    }

    private static final class FieldOfThePackage extends Elements {
        int total = 7;
    }

    private static final class FieldOfTheFile extends Elements {
        private int total = 7;
    }

    private static int read(FieldOfTheFile list) {
        return list.total;
    }

    private static final class MethodOfTheFile extends Elements {
        private int total = 7;

        private int sum() {
            return total;
        }
    }

    private static int read(MethodOfTheFile list) {
        return list.sum();
    }

    private static final class MethodOfAnotherName extends Elements {
        private long total = 7;

        boolean isLast() {
            return total < 10;
        }
    }

    private static final class MethodThroughAnother extends Elements {
        private final String title = String.valueOf(7);

        String header() {
            return "# " + text();
        }

        private String text() {
            return title;
        }
    }

    private static final class StaticMethod extends Elements {
        private int total = 7;

        static int totalOf(StaticMethod list) {
            return list.total;
        }
    }

    /** It looks like a method of lists. */
    private static final class OverloadOfTheContract extends Elements {
        private int total = 7;

        int get(String name) {
            return name.length() + total;
        }
    }

    /** Behind the elements, and shown: two windows of the same elements differ. */
    private static final class Window extends AbstractList<String> {
        private final List<String> all = List.of("x", "y", "z");
        private final int start =
                Integer.parseInt("1"); // no constant, which a compiler would put in the place of the field

        boolean isFirst() {
            return start == 0;
        }

        @Override
        public String get(int index) {
            return all.get(start + index);
        }

        @Override
        public int size() {
            return 2;
        }
    }

    private record Meta(int total) {}

    private static final class RecordBeside extends Elements {
        private final Meta meta = new Meta(7);

        Meta meta() {
            return meta;
        }
    }

    private static final class ListBeside extends Elements {
        private final List<String> warnings = List.of("w");

        List<String> warnings() {
            return warnings;
        }
    }

    private abstract static class BaseWithTotal extends Elements {
        private int total = 7;

        int sum() {
            return total;
        }
    }

    private static final class Inherited extends BaseWithTotal {}

    static Stream<Object> all() {
        return Stream.of(
                new FieldOfThePackage(),
                new FieldOfTheFile(),
                new MethodOfTheFile(),
                new MethodOfAnotherName(),
                new MethodThroughAnother(),
                new StaticMethod(),
                new OverloadOfTheContract(),
                new Window(),
                new RecordBeside(),
                new ListBeside(),
                new WithDefault(),
                new MadeOnDemand(),
                new Lenient(),
                new Inherited());
    }
}
