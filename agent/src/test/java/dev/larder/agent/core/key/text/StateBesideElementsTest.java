package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/**
 * A collection or a map of the application's is refused if code can get at more of it than its elements: by a field, by a method of
 * its own, or from a class that is written beside it. Fields that only the contract's methods read are where the elements are.
 */
final class StateBesideElementsTest {

    static Stream<Named<Object>> showing() {
        return Stream.concat(CollectionsWithTotal.all(), CollectionsWithState.all())
                .map(CollectionKeys::named);
    }

    @ParameterizedTest
    @MethodSource("showing")
    void f28_stateBesideTheElements_isRefusedWithItsNameAndRemedy(Object value) {
        for (Class<?> declared : new Class<?>[] {Object.class, Collection.class, Map.class}) {
            assertThatThrownBy(() -> CollectionKeys.text(declared, value))
                    .isInstanceOfSatisfying(UnsupportedKeyException.class, refused -> {
                        assertThat(refused)
                                .hasMessageContaining(value.getClass().getName());
                        assertThat(refused.getMessage()).matches(".* has '\\w+' beside its elements.*");
                        assertThat(refused.remedy()).startsWith("Write a template");
                    });
        }
    }

    static Stream<Named<Object>> telling() {
        return CollectionsThatTellMore.all().map(CollectionKeys::named);
    }

    @ParameterizedTest
    @MethodSource("telling")
    void f28_stateThatTextAndComparisonReadToo_isRefusedWithItsName(Object value) {
        assertThatThrownBy(() -> CollectionKeys.text(Object.class, value))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining(value.getClass().getName())
                .message()
                .matches(".* has '(owner|meta|title|total|rank)' beside its elements.*");
    }

    static Stream<Named<Object>> ofNothingElse() {
        return CollectionsThatTellMore.ofNothingElse().map(CollectionKeys::named);
    }

    @ParameterizedTest
    @MethodSource("ofNothingElse")
    void f28_fieldsThatElementMethodsReadToo_areNoStateBesideThem(Object value) {
        assertThat(CollectionKeys.text(List.class, value))
                .isEqualTo(CollectionKeys.text(List.class, List.of("x", "y")));
    }

    static Stream<Named<Object>> hiding() {
        return Stream.concat(CollectionsOfElementsAlone.all(), Stream.of(Arrays.asList("x", "y")))
                .map(CollectionKeys::named);
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void f28_fieldsThatOnlyTheElementsComeFrom_areNoStateBesideThem(Object value) {
        assertThat(CollectionKeys.text(List.class, value))
                .isEqualTo(CollectionKeys.text(List.class, List.of("x", "y")));
    }

    @Test
    void f28_librariesCollections_countByTheirElements() {
        kotlin.collections.ArrayDeque<String> elements = new kotlin.collections.ArrayDeque<>();
        elements.add("x");
        elements.add("y");
        assertThat(CollectionKeys.text(List.class, elements))
                .isEqualTo(CollectionKeys.text(List.class, List.of("x", "y")));
    }

    @Test
    void f28_librariesMaps_countByTheirEntries() {
        io.netty.util.collection.IntObjectHashMap<String> entries = new io.netty.util.collection.IntObjectHashMap<>();
        entries.put(1, "x");
        assertThat(CollectionKeys.text(Map.class, entries)).isEqualTo(CollectionKeys.text(Map.class, Map.of(1, "x")));
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
        assertThat(CollectionKeys.text(Map.class, map)).isEqualTo(CollectionKeys.text(Map.class, Map.of("x", "y")));
    }
}
