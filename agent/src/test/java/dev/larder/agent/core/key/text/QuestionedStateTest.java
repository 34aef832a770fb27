package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What decides the answer to a question about an element, and no method that gives the elements reads, is beside them. */
final class QuestionedStateTest {

    private abstract static class Entries extends AbstractMap<String, String> {
        private final Map<String, String> entries = Map.of("x", "y");

        @Override
        public Set<Entry<String, String>> entrySet() {
            return entries.entrySet();
        }
    }

    /** What is not there has a value all the same, as in properties with defaults. */
    private static final class WithDefaults extends Entries {
        private final Map<String, String> defaults = Map.of("q", "7");

        @Override
        public String get(Object key) {
            String entry = super.get(key);
            return entry == null ? defaults.get(key) : entry;
        }
    }

    private static final class WithOneInAnArray extends Entries {
        private final String[] fallback = {"7"};

        @Override
        public String getOrDefault(Object key, String other) {
            return containsKey(key) ? get(key) : fallback[0];
        }
    }

    private static final class MadeOnDemand extends Entries {
        private final transient UnaryOperator<String> maker = key -> key + "7";

        @Override
        public String get(Object key) {
            String entry = super.get(key);
            return entry == null ? maker.apply((String) key) : entry;
        }
    }

    private abstract static class Elements extends AbstractList<String> {
        private final List<String> elements = List.of("x", "y");

        @Override
        public String get(int index) {
            return elements.get(index);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    private static final class Ignoring extends Elements {
        private final Set<String> ignored = Set.of("x");

        @Override
        public boolean contains(Object element) {
            return super.contains(element) && !ignored.contains(element);
        }
    }

    /** Made from its elements, which nothing says. */
    private static final class Indexed extends Elements {
        private final Map<String, Integer> places = Map.of("x", 0, "y", 1);

        @Override
        public int indexOf(Object element) {
            return places.getOrDefault((String) element, -1);
        }
    }

    private static final class SaidToBeIndexed extends Elements {
        private final transient Map<String, Integer> places = Map.of("x", 0, "y", 1);

        @Override
        public int indexOf(Object element) {
            return places.getOrDefault((String) element, -1);
        }
    }

    /** It finds its elements by a mask that nothing else needs. */
    private static final class Hashed extends AbstractSet<String> {
        private final String[] table = new String[8];
        private final int mask = table.length - 1;

        Hashed(String element) {
            table[element.hashCode() & mask] = element;
        }

        @Override
        public boolean contains(Object element) {
            return element.equals(table[element.hashCode() & mask]);
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(table).filter(Objects::nonNull).iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    private static final class HashedByLength extends AbstractSet<String> {
        private final String[] table = new String[8];

        HashedByLength(String element) {
            table[element.hashCode() & (table.length - 1)] = element;
        }

        @Override
        public boolean contains(Object element) {
            return element.equals(table[element.hashCode() & (table.length - 1)]);
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(table).filter(Objects::nonNull).iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    static Stream<Arguments> questioned() {
        return Stream.of(
                Arguments.of(new WithDefaults(), "defaults"),
                Arguments.of(new WithOneInAnArray(), "fallback"),
                Arguments.of(new MadeOnDemand(), "maker"),
                Arguments.of(new Ignoring(), "ignored"),
                Arguments.of(new Indexed(), "places"),
                Arguments.of(new Hashed("x"), "mask"));
    }

    @ParameterizedTest
    @MethodSource("questioned")
    void f28_whatOnlyQuestionsRead_isRefusedWithItsName(Object value, String name) {
        assertThatThrownBy(() -> text(value))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining(
                        value.getClass().getName() + " in {0}, which has '" + name + "' beside its elements");
    }

    static Stream<Arguments> derived() {
        return Stream.of(
                Arguments.of(new SaidToBeIndexed(), List.of("x", "y")),
                Arguments.of(new HashedByLength("x"), new HashSet<>(Set.of("x"))));
    }

    @ParameterizedTest
    @MethodSource("derived")
    void f28_whatIsMadeFromTheElements_isNoStateBesideThem(Object value, Object same) {
        assertThat(text(value)).isEqualTo(text(same));
    }

    private static String text(Object value) {
        return KeyEncoder.of(Object.class, "{0}", TypeNames.WHERE_AMBIGUOUS).text(value);
    }
}
