package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arguments that look alike have keys of their own. */
final class LookalikeKeysTest extends KeysOfAService {

    @Test
    void h106_neighboursAndLookalikes_haveKeysOfTheirOwn() throws Throwable {
        assertDistinct(
                key("{a}:{b}", "two", "a", "b:c"),
                key("{a}:{b}", "two", "a:b", "c"),
                key("{a}:{b}", "two", "a%3Ab", "c"));
        assertDistinct(key("{a}{b}", "two", "a", "bc"), key("{a}{b}", "two", "ab", "c"));
        assertDistinct(key("{a}x{b}", "two", "", "x"), key("{a}x{b}", "two", "x", ""), key("{a}x{b}", "two", "xx", ""));
        assertDistinct(
                key("{a}", "two", "null", ""),
                key("{a}", "two", null, ""),
                key("{a}", "two", "", ""),
                key("{a}", "two", "~", ""));
        assertDistinct(
                key("{value}", "object", 1),
                key("{value}", "object", 1L),
                key("{value}", "object", "1"),
                key("{value}", "object", List.of(1)),
                key("{value}", "object", Set.of(1)),
                key("{value}", "object", (Object) new int[] {1}),
                key("{value}", "object", (Object) new Integer[] {1}));
        assertDistinct(
                key("{value}", "object", List.of()),
                key("{value}", "object", List.of(List.of())),
                key("{value}", "object", Collections.singletonList(null)),
                key("{value}", "object", List.of("")),
                key("{value}", "object", Map.of()),
                key("{value}", "object", (Object) new Object[0]));
    }

    @Test
    void h106_overloads_haveKeysOfTheirOwn() throws Throwable {
        Method ofInt = Service.class.getDeclaredMethod("overloaded", int.class);
        Method ofLong = Service.class.getDeclaredMethod("overloaded", long.class);

        assertDistinct((String) compile("", ofInt).invoke(1), (String)
                compile("", ofLong).invoke(1L));
    }

    @Test
    void h106_varargs_areTheirArray() throws Throwable {
        assertThat(key("", "varargs", (Object) new String[] {"a", "b"})).isEqualTo("Service.varargs(String[]):(a,b)");
        assertDistinct(
                key("", "varargs", (Object) new String[0]),
                key("", "varargs", (Object) new String[] {""}),
                key("", "varargs", (Object) new String[] {null}),
                key("", "varargs", (Object) new String[] {"a,b"}),
                key("", "varargs", (Object) new String[] {"a", "b"}),
                key("", "varargs", new Object[] {null}));
    }

    private static void assertDistinct(String... keys) {
        assertThat(keys).doesNotHaveDuplicates();
    }
}
