package dev.larder.agent.core.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A key made in code is the one that a method makes of the same value, whichever of the value's types that declares. */
final class RenderedKeysTest {

    @SuppressWarnings("unused") // for their parameter types
    interface Declared {
        void sets(Set<String> set, LinkedHashSet<String> linked, SortedSet<String> sorted, TreeSet<String> tree);

        void maps(
                Map<String, Integer> map,
                LinkedHashMap<String, Integer> linked,
                SortedMap<String, Integer> sorted,
                NavigableMap<String, Integer> navigable,
                TreeMap<String, Integer> tree);
    }

    static Stream<Arguments> values() {
        TreeSet<String> byCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        byCase.addAll(List.of("b", "A"));
        LinkedHashMap<String, Integer> linked = new LinkedHashMap<>();
        linked.put("b", 1);
        linked.put("a", 2);
        return Stream.of(
                Arguments.of("sets", Set.of("a")),
                Arguments.of("sets", new LinkedHashSet<>(List.of("b", "a"))),
                Arguments.of("sets", new TreeSet<>(List.of("b", "a"))),
                Arguments.of("sets", byCase),
                Arguments.of("maps", Map.of("a", 1)),
                Arguments.of("maps", linked),
                Arguments.of("maps", new TreeMap<>(linked)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void f29_keyMadeInCode_isThatOfAMethodWhicheverTypeItDeclares(String method, Object value) {
        String made = new RenderedKeys().render("u:{0}", new Object[] {value});
        for (Type declared : parameters(method)) {
            if (raw(declared).isInstance(value)) {
                String text = KeyEncoder.of(declared, "{0}", TypeNames.WHERE_AMBIGUOUS)
                        .text(value);
                assertThat("u:" + text).as(declared.getTypeName()).isEqualTo(made);
            }
        }
        assertThat(made).startsWith("u:").endsWith(")");
    }

    private static Type[] parameters(String name) {
        return Arrays.stream(Declared.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getGenericParameterTypes();
    }

    private static Class<?> raw(Type declared) {
        return (Class<?>) ((ParameterizedType) declared).getRawType();
    }
}
