package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keys are made of, and that the arguments of a call alone decide them. */
final class KeyHandlesTest extends KeysOfAService {

    @Test
    void compile_primitives_rendersThemInPlace() throws Throwable {
        MethodHandle key = compile("k:{a}:{b}:{c}:{d}:{e}:{f}:{g}:{h}", "primitives");

        assertThat((String) key.invokeExact(true, ':', (byte) -1, (short) 2, 3, Long.MIN_VALUE, 0.5f, -0.0))
                .isEqualTo("k:true:%3A:-1:2:3:-9223372036854775808:0.5:-0.0");
    }

    @Test
    void compile_anyTemplate_hasTheCallSitesParametersAndReturnsString() throws Throwable {
        MethodHandle key = compile("{text}", "one");

        assertThat(key.type()).isEqualTo(MethodType.methodType(String.class, Service.class, String.class));
        assertThat((String) key.invokeExact(new Service(), "a")).isEqualTo("a");
    }

    @Test
    void compile_templateWithoutPlaceholders_isConstant() throws Throwable {
        assertThat(key("all", "one", new Service(), "a")).isEqualTo("all");
        assertThat(key("all", "none")).isEqualTo("all");
    }

    @Test
    void compile_argumentsTwiceAndOutOfOrder_areFound() throws Throwable {
        assertThat(key("{b}:{0}:{b}", "two", "x", "y")).isEqualTo("y:x:y");
    }

    @Test
    void compile_noTemplate_isSignatureAndArguments() throws Throwable {
        assertThat(key("", "two", "x", null)).isEqualTo("Service.two(String,String):x:~");
        assertThat(key("", "none")).isEqualTo("Service.none()");
        assertThat(key("", "one", new Service(), "x")).isEqualTo("Service.one(String):x");
    }

    @Test
    void compile_moreSlotsThanAConcatenationTakes_rendersThemAll() throws Throwable {
        Object[] arguments = new Object[28];
        Arrays.fill(arguments, 0, 10, 1L);
        Arrays.fill(arguments, 10, 19, 2.0);
        Arrays.fill(arguments, 19, 28, "é");
        String longs = "{a0}:".repeat(150);

        assertThat(key("{c0}", "many", arguments)).isEqualTo("%C3%A9");
        assertThat(key(longs + "{c0}", "many", arguments))
                .hasSizeBetween(198, 200)
                .startsWith("1:1:1:");
        assertThat(key(longs + "{c0}", "many", arguments)).isNotEqualTo(key(longs + "{c0}:", "many", arguments));
    }

    @Test
    void h107_argumentChangedAfterwards_leavesTheKeyAlone() throws Throwable {
        List<Long> ids = new ArrayList<>(List.of(1L, 2L));
        String before = key("{ids}", "ids", ids);
        ids.clear();

        assertThat(before).isEqualTo("(1,2)");
        assertThat(key("{ids}", "ids", ids)).isEqualTo("()");
    }

    @Test
    void h107_lambdaArgument_isRefusedForTheCall() throws Throwable {
        MethodHandle key = compile("", "object");
        Runnable lambda = () -> {};

        assertThatThrownBy(() -> key.invoke((Object) lambda))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining("in {0} cannot be part of a key");
    }

    @Test
    void h108_hostileText_cannotLeaveItsPlaceOrGrow() throws Throwable {
        for (String hostile : List.of(
                "\r\nFLUSHALL\r\n",
                "a\0b",
                "*",
                "k?[a-z]\\",
                "{slot}",
                "}{",
                "x".repeat(1 << 20),
                "\u20AC".repeat(99))) {
            String key = key("user:{a}:{b}", "two", hostile, "{b}");

            assertThat(key).startsWith("user:").hasSizeLessThanOrEqualTo(200).matches("[A-Za-z0-9_.@%~!(),=:#-]+");
        }
    }

    @Test
    void compile_rawAndGenericLists_differWhereTheTextDoesNotTellTheType() throws Throwable {
        assertThat(key("{ids}", "ids", List.of(1L))).isEqualTo("(1)");
        assertThat(key("{ids}", "raw", List.of(1L))).isEqualTo("(1)");
        assertThat(key("{ids}", "raw", List.of(1))).isEqualTo("(Integer!1)");
        assertThat(key("{value}", "boxed", 5L)).isEqualTo("5");
    }
}
