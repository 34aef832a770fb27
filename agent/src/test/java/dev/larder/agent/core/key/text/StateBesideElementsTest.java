package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * A collection or a map of the application's is refused if code can get at more of it than its elements: by a field, by a method of
 * its own, or from a class that is written beside it. Fields that only the contract's methods read are where the elements are.
 */
@SuppressWarnings("unused") // fields and methods are looked at in the class files
final class StateBesideElementsTest {
    private abstract static class Elements extends AbstractList<String> {
        private final String[] all = {"x", "y"};

        @Override
        public String get(int index) {
            return all[index];
        }

        @Override
        public int size() {
            return all.length;
        }
    }

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

    static Stream<Named<Object>> showing() {
        return Stream.concat(
                        CollectionsWithTotal.all(),
                        Stream.of(
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
                                new Inherited()))
                .map(StateBesideElementsTest::named);
    }

    @ParameterizedTest
    @MethodSource("showing")
    void f28_stateBesideTheElements_isRefusedWithItsNameAndRemedy(Object value) {
        for (Class<?> declared : new Class<?>[] {Object.class, Collection.class, Map.class}) {
            assertThatThrownBy(() -> text(declared, value))
                    .isInstanceOfSatisfying(UnsupportedKeyException.class, refused -> {
                        assertThat(refused)
                                .hasMessageContaining(value.getClass().getName());
                        assertThat(refused.getMessage()).matches(".* has '\\w+' beside its elements.*");
                        assertThat(refused.remedy()).startsWith("Write a template");
                    });
        }
    }

    /** Where it begins, how long it is and what its hash is, only the contract's methods read. */
    private static final class Part extends AbstractList<String> {
        private final List<String> all = List.of("w", "x", "y", "z");
        private final int start =
                Integer.parseInt("1"); // no constant, which a compiler would put in the place of the field
        private int hash;

        @Override
        public String get(int index) {
            return all.get(at(index));
        }

        private int at(int index) {
            return start + index;
        }

        @Override
        public int size() {
            return all.size() - 2 * start;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            hash = hash == 0 ? super.hashCode() : hash;
            return hash;
        }
    }

    private static final class Backwards extends AbstractList<String> {
        private final String[] all = {"y", "x"};
        private final int last = Integer.parseInt("1");

        /** A class of its own that goes through the elements. */
        private final class FromTheEnd implements Iterator<String> {
            private int index = last;

            @Override
            public boolean hasNext() {
                return index >= 0;
            }

            @Override
            public String next() {
                return all[index--];
            }
        }

        @Override
        public Iterator<String> iterator() {
            return new FromTheEnd();
        }

        @Override
        public String get(int index) {
            return all[last - index];
        }

        @Override
        public int size() {
            return all.length;
        }
    }

    /** What it is asked for besides are its elements. */
    private static final class WithMethods extends AbstractList<String> {
        private final List<String> elements = List.of("x", "y");

        String first() {
            return elements.get(0);
        }

        List<String> elements() {
            return elements;
        }

        @Override
        public String get(int index) {
            return elements.get(index);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    /** An index of the elements is made from them. */
    private static final class Indexed extends AbstractList<String> {
        private final List<String> elements = List.of("x", "y");
        private final Map<String, Integer> places = Map.of("x", 0, "y", 1);

        @Override
        public int indexOf(Object element) {
            return places.getOrDefault((String) element, -1);
        }

        @Override
        public String get(int index) {
            return elements.get(index);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    static Stream<Named<Object>> telling() {
        return CollectionsThatTellMore.all().map(StateBesideElementsTest::named);
    }

    @ParameterizedTest
    @MethodSource("telling")
    void f28_stateThatTextAndComparisonReadToo_isRefusedWithItsName(Object value) {
        assertThatThrownBy(() -> text(Object.class, value))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining(value.getClass().getName())
                .message()
                .matches(".* has '(owner|meta|title|total|rank)' beside its elements.*");
    }

    static Stream<Named<Object>> ofNothingElse() {
        return CollectionsThatTellMore.ofNothingElse().map(StateBesideElementsTest::named);
    }

    @ParameterizedTest
    @MethodSource("ofNothingElse")
    void f28_fieldsThatElementMethodsReadToo_areNoStateBesideThem(Object value) {
        assertThat(text(List.class, value)).isEqualTo(text(List.class, List.of("x", "y")));
    }

    static Stream<Named<Object>> hiding() {
        return Stream.of(new Part(), new Backwards(), new WithMethods(), new Indexed(), Arrays.asList("x", "y"))
                .map(StateBesideElementsTest::named);
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void f28_fieldsThatOnlyTheElementsComeFrom_areNoStateBesideThem(Object value) {
        assertThat(text(List.class, value)).isEqualTo(text(List.class, List.of("x", "y")));
    }

    @Test
    void f28_librariesCollections_countByTheirElements() {
        kotlin.collections.ArrayDeque<String> elements = new kotlin.collections.ArrayDeque<>();
        elements.add("x");
        elements.add("y");
        assertThat(text(List.class, elements)).isEqualTo(text(List.class, List.of("x", "y")));
    }

    @Test
    void f28_librariesMaps_countByTheirEntries() {
        io.netty.util.collection.IntObjectHashMap<String> entries = new io.netty.util.collection.IntObjectHashMap<>();
        entries.put(1, "x");
        assertThat(text(Map.class, entries)).isEqualTo(text(Map.class, Map.of(1, "x")));
    }

    /** It finds more than its keys, and a map of the same entries does not. */
    @Test
    void f28_mapThatIgnoresCase_isRefused() {
        Map<String, String> entries = new LinkedCaseInsensitiveMap<>();
        entries.put("x", "y");
        assertThatThrownBy(() -> text(Map.class, entries))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining("LinkedCaseInsensitiveMap in {0}, which has 'locale' beside its elements");
    }

    @ParameterizedTest
    @CsvSource({
        "com.google.gson.internal.LinkedTreeMap, allowNullValues",
        "org.apache.catalina.util.ParameterMap, locked",
    })
    void f28_mapsOfServersAndParsers_countByTheirEntries(String name, String field) throws Exception {
        Object map = new ByteBuddy()
                .subclass(AbstractMap.class)
                .name(name)
                .defineField(field, boolean.class, Visibility.PRIVATE)
                .method(ElementMatchers.named("entrySet"))
                .intercept(FixedValue.value(Set.of(Map.entry("x", "y"))))
                .make()
                .load(getClass().getClassLoader())
                .getLoaded()
                .getDeclaredConstructor()
                .newInstance();
        assertThat(text(Map.class, map)).isEqualTo(text(Map.class, Map.of("x", "y")));
    }

    private static Named<Object> named(Object value) {
        return Named.of(value.getClass().getSimpleName(), value);
    }

    private static String text(Class<?> declared, Object value) {
        return KeyEncoder.of(declared, "{0}", TypeNames.WHERE_AMBIGUOUS).text(value);
    }
}
