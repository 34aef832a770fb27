package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecidingArgumentTest {

    @SuppressWarnings("unused") // woven, so to say
    static final class Shop<K extends String> {

        void ofLong(long id) {}

        void ofInt(int id) {}

        void ofChar(char id) {}

        void ofBoxed(Long id) {}

        void ofText(String id) {}

        void ofUuid(UUID id) {}

        void ofTwo(String tenant, long id) {}

        void ofDouble(double id) {}

        void ofBoolean(boolean id) {}

        void ofObject(Object id) {}

        void ofDate(LocalDate id) {}

        void ofVariable(K id) {}

        void ofNothing() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofLong", "ofInt", "ofChar", "ofBoxed", "ofText", "ofUuid"})
    void oneArgumentOfAPlainType_decides(String method) throws Exception {
        for (String template : List.of("shop:{0}", "{0}", "a:{0}:b", "")) {
            assertThat(of(template, method)).isNotNull().returns(1, DecidingArgument::index);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofTwo", "ofDouble", "ofBoolean", "ofObject", "ofDate", "ofVariable", "ofNothing"})
    void anythingElse_doesNot(String method) throws Exception {
        assertThat(of("", method)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"shop:{1},2", "shop:{0},1", "{0}:{1},-1", "{0}:{0},-1", "fixed,-1", "{0.length},-1"})
    void keyOfATemplate_isDecidedByTheOneArgumentThatItNames(String template, int index) throws Exception {
        DecidingArgument deciding = of(template, "ofTwo");
        assertThat(deciding == null ? -1 : deciding.index()).isEqualTo(index);
    }

    @Test
    void in_passesANumberAloneAndAnObjectWithItsHash() throws Throwable {
        assertThat((String) told(long.class).invoke("k", 7L)).isEqualTo("k 7 null");
        assertThat((String) told(int.class).invoke("k", -7)).isEqualTo("k -7 null");
        assertThat((String) told(char.class).invoke("k", 'a')).isEqualTo("k 97 null");
        assertThat((String) told(String.class).invoke("k", "x")).isEqualTo("k 120 x");
        assertThat((String) told(Long.class).invoke("k", Long.valueOf(1L << 32)))
                .isEqualTo("k 1 4294967296");
        assertThat((String) told(String.class).invoke("k", (String) null)).isEqualTo("k 0 null");
    }

    private static MethodHandle told(Class<?> type) throws ReflectiveOperationException {
        MethodType all = MethodType.methodType(String.class, String.class, long.class, Object.class);
        MethodHandle tell = MethodHandles.lookup().findStatic(DecidingArgumentTest.class, "tell", all);
        return new DecidingArgument(0, type).in(tell);
    }

    static String tell(String key, long number, Object argument) {
        return key + " " + number + " " + argument;
    }

    private static DecidingArgument of(String template, String name) throws KeyTemplateException {
        Method method = Arrays.stream(Shop.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        List<Type> types = List.of(method.getGenericParameterTypes());
        List<String> names = new ArrayList<>(
                IntStream.range(0, types.size()).mapToObj(i -> "p" + i).toList());
        MethodType callSite =
                MethodType.methodType(void.class, method.getParameterTypes()).insertParameterTypes(0, Shop.class);
        return DecidingArgument.of(
                KeyTemplate.parse(template, new KeyParameters("a.B.c()", names, types.size(), false)),
                TemplateInputs.of(MethodHandles.lookup(), callSite, types));
    }
}
