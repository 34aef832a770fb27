package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a collection or a map does not show by its elements makes no key that another one has. */
final class OwnStateTest {

    private static final class Page extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        private int total;

        int total() {
            return total;
        }
    }

    private static final class Named extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    private static class Sized extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;

        private final int limit = 7;

        int limit() {
            return limit;
        }
    }

    private static final class BelowSized extends Sized {
        private static final long serialVersionUID = 1L;
    }

    /** Its field is where the elements are. */
    private static final class Repeated extends AbstractList<String> {
        private final String element;

        Repeated(String element) {
            this.element = element;
        }

        @Override
        public String get(int index) {
            return element;
        }

        @Override
        public int size() {
            return 2;
        }
    }

    /** Over a skeleton of the JDK. */
    private static final class Part extends AbstractList<String> {
        private final List<String> elements = List.of("x", "x");
        private final int total = elements.size() + 7;

        int getTotal() {
            return total;
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

    /** Its value is read without a method. */
    private static final class OpenPart extends AbstractMap<String, String> {
        public final Long total = Long.valueOf(7);

        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            return Set.of();
        }
    }

    private static Properties withDefault(String name) {
        Properties defaults = new Properties();
        defaults.setProperty(name, "default");
        return new Properties(defaults);
    }

    static Stream<Object> hiding() {
        int captured = Runtime.version().feature();
        Properties propertiesOfProperties = new Properties(withDefault("a"));
        propertiesOfProperties.setProperty("b", "own");
        Collection<Integer> withMethods = new ArrayList<>() {
            @Override
            public int size() {
                return captured;
            }
        };
        return Stream.of(
                withDefault("a"),
                propertiesOfProperties,
                new IdentityHashMap<>(Map.of("a", "b")),
                new IdentityHashMap<>(Map.of("a", "b")).keySet(),
                Collections.newSetFromMap(new IdentityHashMap<>()),
                Collections.unmodifiableMap(new IdentityHashMap<>(Map.of("a", "b"))),
                Collections.synchronizedMap(new IdentityHashMap<>(Map.of("a", "b"))),
                Collections.unmodifiableCollection(new IdentityHashMap<>(Map.of("a", "b")).values()),
                Collections.unmodifiableSet(Collections.newSetFromMap(new IdentityHashMap<>())),
                new Page(),
                new Part(),
                new OpenPart(),
                new Sized(),
                new BelowSized(),
                withMethods);
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void f28_collectionWithAStateOfItsOwn_isRefusedAndNotConfused(Object value) {
        for (Class<?> declared : new Class<?>[] {Object.class, Collection.class, Map.class}) {
            assertThatThrownBy(() -> CollectionKeys.text(declared, value)).isInstanceOf(UnsupportedKeyException.class);
            assertThatThrownBy(() -> CollectionKeys.text(declared, List.of(value)))
                    .isInstanceOf(UnsupportedKeyException.class);
        }
    }

    @Test
    void f28_collectionsWithoutOne_countByTheirContract() {
        Properties overridden = withDefault("a");
        overridden.setProperty("a", "own");
        Map<String, String> same = Map.of("a", "own");
        assertThat(CollectionKeys.text(Map.class, overridden)).isEqualTo(CollectionKeys.text(Map.class, same));

        Named named = new Named();
        named.add("x");
        named.add("x");
        String wanted = CollectionKeys.text(List.class, List.of("x", "x"));
        assertThat(CollectionKeys.text(List.class, named)).isEqualTo(wanted);
        assertThat(CollectionKeys.text(List.class, new Repeated("x"))).isEqualTo(wanted);
        assertThat(CollectionKeys.text(List.class, filledWhereItIsMade())).isEqualTo(wanted);
        assertThat(CollectionKeys.text(Set.class, Map.of("a", 1).keySet()))
                .isEqualTo(CollectionKeys.text(Set.class, new HashSet<>(Set.of("a"))));
        assertThat(CollectionKeys.text(Map.class, Collections.unmodifiableMap(new LinkedHashMap<>(same))))
                .isEqualTo(CollectionKeys.text(Map.class, new LinkedHashMap<>(same)));
    }

    /** On some compilers it keeps the object around it. */
    @SuppressWarnings("DoubleBraceInitialization")
    private List<String> filledWhereItIsMade() {
        return new ArrayList<>() {
            {
                add("x");
                add("x");
            }
        };
    }
}
