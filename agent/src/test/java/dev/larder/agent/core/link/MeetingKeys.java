package dev.larder.agent.core.link;

import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.MethodPlan;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Methods that declare one value in many ways, and the keys that they cache and evict by the same template. */
final class MeetingKeys {

    private MeetingKeys() {}

    enum Color {
        RED {}
    }

    record Point(int x, Object y) {}

    @SuppressWarnings("unused") // woven, so to say; each takes what its name says
    static final class Service<K> {
        static void ofLong(long id) {}

        static void ofBoxed(Long id) {}

        static void ofInt(int id) {}

        static void ofText(String id) {}

        static void ofUuid(UUID id) {}

        static void ofColor(Color id) {}

        static void ofDate(LocalDate id) {}

        static void ofCharacter(char id) {}

        static void ofDouble(double id) {}

        static void ofDecimal(BigDecimal id) {}

        static void ofInteger(BigInteger id) {}

        static void ofPoint(Point id) {}

        static void ofLongs(List<Long> id) {}

        static void ofIntegers(List<Integer> id) {}

        static void ofCollection(Collection<Integer> id) {}

        static void ofIterable(Iterable<Integer> id) {}

        static void ofLinked(LinkedHashSet<Integer> id) {}

        static void ofSet(Set<Integer> id) {}

        static void ofMap(Map<String, Integer> id) {}

        static void ofArray(int[] id) {}

        static void ofObjects(Object[] id) {}

        static void ofLists(List<Integer>[] id) {}

        static void object(Object id) {}

        static void serializable(Serializable id) {}

        static void number(Number id) {}

        static void comparable(Comparable<?> id) {}

        static void sequence(CharSequence id) {}

        static void temporal(Temporal id) {}

        static void collection(Collection<?> id) {}

        static void rawList(List<?> id) {}

        static <T> void variable(T id) {}

        static <T extends Comparable<T>> void boundVariable(T id) {}

        static void two(Object a, Object b) {}

        static void twoTyped(int a, Color b) {}

        static void twoMixed(Object a, Color b) {}

        static void four(Object a, Object b, Object c, Object d) {}

        static void fourTyped(int a, int b, int c, int d) {}

        static void elements(Collection<?> ids) {}
    }

    static Stream<Arguments> pairs() {
        UUID uuid = new UUID(1, 2);
        List<String> all = List.of("object", "serializable", "variable");
        return Stream.of(
                        pairs("ofLong", 42L, all, "number", "comparable", "boundVariable"),
                        pairs("ofBoxed", 42L, all, "number"),
                        pairs("ofInt", 42, all, "number", "comparable", "boundVariable"),
                        pairs("ofText", "jo", all, "comparable", "sequence", "boundVariable"),
                        pairs("ofText", "42", all, "comparable", "sequence"),
                        pairs("ofText", uuid.toString(), all, "comparable", "sequence"),
                        pairs("ofText", "", all, "sequence"),
                        pairs("ofUuid", uuid, all, "comparable"),
                        pairs("ofColor", Color.RED, all, "comparable"),
                        pairs("ofDate", LocalDate.EPOCH, all, "temporal"),
                        pairs("ofCharacter", '4', all),
                        pairs("ofDouble", 1.5, all, "number"),
                        pairs("ofDecimal", BigDecimal.ONE, all, "number"),
                        pairs("ofInteger", BigInteger.ONE, all, "number"),
                        pairs("ofPoint", new Point(1, 2), List.of("object", "variable")),
                        pairs("ofLongs", List.of(1L, 2L), List.of("object", "variable"), "collection", "rawList"),
                        pairs("ofIntegers", List.of(1, 2), List.of("object", "variable"), "collection", "rawList"),
                        pairs("ofCollection", List.of(1, 2), List.of("object", "variable"), "collection"),
                        pairs("ofCollection", Set.of(1), List.of("object", "variable"), "collection"),
                        pairs("ofCollection", linked(2, 10), List.of("object", "variable"), "collection", "ofLinked"),
                        pairs("ofIterable", List.of(1, 2), List.of("object", "variable"), "collection"),
                        pairs("ofSet", linked(2, 10), List.of("object", "variable"), "collection", "ofLinked"),
                        pairs("ofLinked", linked(2, 10), List.of("object", "variable"), "collection", "ofSet"),
                        pairs("ofSet", Set.of(2, 10), List.of("object", "variable"), "collection"),
                        pairs("ofMap", Map.of("a", 1), List.of("object", "variable")),
                        pairs("ofObjects", new Object[] {1, List.of(1)}, List.of("object", "variable")),
                        pairs("ofLists", new List<?>[] {List.of(1)}, List.of("object", "variable")),
                        pairs("ofArray", new int[] {1}, all))
                .flatMap(pairs -> pairs);
    }

    static Stream<Arguments> pairs(String typed, Object value, List<String> general, String... more) {
        return Stream.concat(general.stream(), Stream.of(more)).map(open -> Arguments.of(typed, open, value));
    }

    static LinkedHashSet<Integer> linked(Integer... values) {
        return new LinkedHashSet<>(List.of(values));
    }

    static String cached(String template, String method, Object... arguments) throws Throwable {
        TemplateCompiler compiler = compiler(method, arguments.length);
        MethodHandle key = compiler.cachedKey(compiler.cachedTemplate(template, null), null);
        return (String) key.invokeWithArguments(List.of(arguments));
    }

    static List<String> evicted(String template, String method, Object... arguments) throws Exception {
        return compiler(method, arguments.length)
                .evicted(template, TemplateKind.EVICT_KEY)
                .render(arguments, null);
    }

    static TemplateCompiler compiler(String name, int count) {
        Method method = Arrays.stream(Service.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        MethodType erased = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        List<String> names = name.equals("elements")
                ? List.of("ids")
                : count == 1 ? List.of("id") : List.of("a", "b", "c", "d").subList(0, count);
        WovenMethod woven = new WovenMethod(
                MethodHandles.empty(erased),
                BodyMonitor.NONE,
                Service.class,
                erased,
                method.getGenericReturnType(),
                List.of(method.getGenericParameterTypes()));
        return TemplateCompiler.of(
                MethodHandles.lookup(),
                erased,
                new MethodPlan("a.B.c()", true, names, null, List.of(), List.of()),
                woven);
    }
}
