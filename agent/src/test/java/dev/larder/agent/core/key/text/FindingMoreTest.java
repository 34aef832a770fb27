package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kotlin.collections.MapsKt;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;

/** A map or set that finds what is not among its keys makes no key that another of the same keys has. */
final class FindingMoreTest {

    /** Of a class that no list names: it ignores the case by the map that has its entries. */
    private static final class IgnoringCase extends AbstractMap<String, String> {
        private final Map<String, String> entries = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        IgnoringCase() {
            entries.put("x", "y");
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return entries.entrySet();
        }

        @Override
        public boolean containsKey(Object key) {
            return entries.containsKey(key);
        }

        @Override
        public String get(Object key) {
            return entries.get(key);
        }
    }

    private static Map<String, String> ignoringCase() {
        Map<String, String> entries = new LinkedCaseInsensitiveMap<>();
        entries.put("1", "y");
        entries.put("x", "y");
        return entries;
    }

    private static Map<String, List<String>> listsIgnoringCase() {
        Map<String, List<String>> entries = new LinkedCaseInsensitiveMap<>();
        entries.put("x", List.of("y"));
        return entries;
    }

    static Stream<Named<Object>> ignoring() {
        return Stream.of(
                Named.of("map", ignoringCase()),
                Named.of("unmodifiable", Collections.unmodifiableMap(ignoringCase())),
                Named.of("synchronized", Collections.synchronizedMap(ignoringCase())),
                Named.of("checked", Collections.checkedMap(ignoringCase(), String.class, String.class)),
                Named.of("key set", ignoringCase().keySet()),
                Named.of(
                        "unmodifiable key set",
                        Collections.unmodifiableSet(ignoringCase().keySet())),
                Named.of(
                        "unmodifiable collection",
                        Collections.unmodifiableCollection(ignoringCase().keySet())),
                Named.of("adapter", CollectionUtils.toMultiValueMap(listsIgnoringCase())),
                Named.of("class of the application", new IgnoringCase()));
    }

    @ParameterizedTest
    @MethodSource("ignoring")
    void f28_whatIgnoresCase_isRefusedBehindAnyWrapper(Object value) {
        for (Class<?> declared : new Class<?>[] {Object.class, Collection.class, Map.class}) {
            assertThatThrownBy(() -> text(declared, value))
                    .isInstanceOfSatisfying(UnsupportedKeyException.class, refused -> assertThat(refused.remedy())
                            .startsWith("Pass a copy"))
                    .message()
                    .matches("a value of " + value.getClass().getName().replace("$", "\\$")
                            + " in \\{0}, which finds more than its (keys|elements), cannot be part of a key");
        }
    }

    static Stream<Named<Object>> exact() {
        Map<String, String> bothCases = new LinkedHashMap<>();
        bothCases.put("x", "y");
        bothCases.put("X", "y");
        return Stream.of(
                Named.of("both cases", Collections.unmodifiableMap(bothCases)),
                Named.of("none", Collections.unmodifiableMap(new HashMap<>())),
                Named.of("no letters", Collections.unmodifiableMap(new HashMap<>(Map.of("1", "y")))),
                Named.of("no texts", Collections.unmodifiableMap(new HashMap<>(Map.of(1, "y")))),
                Named.of("null", Collections.unmodifiableMap(new HashMap<>(Collections.singletonMap(null, "y")))));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void f28_whatFindsItsKeysAlone_isInTheKey(Object value) {
        assertThat(text(Map.class, value)).contains("(");
    }

    /** Its comparator says in the key that it ignores the case. */
    @Test
    void f28_sortedMapThatIgnoresCase_isInTheKeyWithItsComparator() {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.put("x", "y");
        assertThat(text(Map.class, Collections.unmodifiableMap(sorted))).contains("by!");
    }

    @Test
    void f28_largeMap_isAskedForAFewKeys() {
        AtomicInteger asked = new AtomicInteger();
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            entries.put("x" + i, "y");
        }
        Map<String, String> counting = new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                return entries.entrySet();
            }

            @Override
            public boolean containsKey(Object key) {
                asked.incrementAndGet();
                return entries.containsKey(key);
            }
        };
        assertThat(text(Map.class, Collections.unmodifiableMap(counting))).contains("x999=y");
        assertThat(asked.get()).isBetween(1, 8);
    }

    /** To ask one of these for what is not there may add it: they are known by name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.commons.collections.map.CaseInsensitiveMap",
                "org.apache.commons.collections.map.DefaultedMap",
                "org.apache.commons.collections.map.LazyMap",
                "org.apache.commons.collections4.map.CaseInsensitiveMap",
                "org.apache.commons.collections4.map.DefaultedMap",
                "org.apache.commons.collections4.map.LazyMap",
                "groovy.lang.MapWithDefault"
            })
    void f28_mapWithDefaultsOfALibrary_isRefused(String name) throws Exception {
        Object map = new ByteBuddy()
                .subclass(AbstractMap.class)
                .name(name)
                .method(ElementMatchers.named("entrySet"))
                .intercept(FixedValue.value(Set.of(Map.entry("x", "y"))))
                .make()
                .load(getClass().getClassLoader())
                .getLoaded()
                .getDeclaredConstructor()
                .newInstance();
        assertThatThrownBy(() -> text(Map.class, map))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining(name + " in {0}, which finds more than its keys, cannot");
    }

    @Test
    void f28_mapWithDefaultOfKotlin_isRefused() {
        Map<String, String> entries = new HashMap<>(Map.of("x", "y"));
        for (Object map : List.of(
                MapsKt.withDefault(Map.copyOf(entries), key -> "7"), MapsKt.withDefaultMutable(entries, key -> "7"))) {
            assertThatThrownBy(() -> text(Map.class, map))
                    .isInstanceOf(UnsupportedKeyException.class)
                    .hasMessageContaining("finds more than its keys");
        }
    }

    private static String text(Class<?> declared, Object value) {
        return KeyEncoder.of(declared, "{0}", TypeNames.WHERE_AMBIGUOUS).text(value);
    }
}
