package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an eviction declared for a general type evicts is what a method declared for the type of the value caches, and what
 * a method caches that is declared for the general type as well.
 */
final class KeysThatMeetTest {

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

    private static Stream<Arguments> pairs(String typed, Object value, List<String> general, String... more) {
        return Stream.concat(general.stream(), Stream.of(more)).map(open -> Arguments.of(typed, open, value));
    }

    private static LinkedHashSet<Integer> linked(Integer... values) {
        return new LinkedHashSet<>(List.of(values));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void f30_evictionDeclaredForAGeneralType_meetsWhatIsCachedForTheValuesOwn(String typed, String open, Object value)
            throws Throwable {
        assertThat(evicted("user:{id}", open, value)).contains(cached("user:{id}", typed, value));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void f30_evictionDeclaredForAGeneralType_meetsWhatIsCachedForIt(String typed, String open, Object value)
            throws Throwable {
        assertThat(evicted("user:{id}", open, value)).contains(cached("user:{id}", open, value));
    }

    @Test
    void f30_commonIdentifiers_areEvictedUnderOneKey() throws Throwable {
        for (Object id : List.of(42L, "jo", new UUID(1, 2))) {
            assertThat(evicted("user:{id}", "serializable", id)).containsExactly("user:" + id);
        }
    }

    @Test
    void f30_declaredClass_isEvictedUnderOneKey() throws Throwable {
        assertThat(evicted("user:{id}", "ofInt", 42)).containsExactly("user:42");
        assertThat(evicted("user:{id}", "ofText", "42")).containsExactly("user:42");
        assertThat(evicted("user:{id}", "ofLongs", List.of(1L))).containsExactly("user:(1)");
    }

    @Test
    void f30_severalPlaceholders_meetWhateverTheOtherIsDeclaredAs() throws Throwable {
        assertThat(evicted("{a}:{b}", "two", 7, Color.RED))
                .contains(
                        cached("{a}:{b}", "two", 7, Color.RED),
                        cached("{a}:{b}", "twoTyped", 7, Color.RED),
                        cached("{a}:{b}", "twoMixed", 7, Color.RED));
        assertThat(evicted("{a}{b}{c}{d}", "four", 1, 2, 3, 4))
                .contains(cached("{a}{b}{c}{d}", "four", 1, 2, 3, 4), cached("{a}{b}{c}{d}", "fourTyped", 1, 2, 3, 4));
    }

    @Test
    void f30_elementsAndPatterns_meetAsWell() throws Throwable {
        assertThat(evicted("user:{ids[]}", "elements", List.of(7, 8L)))
                .containsExactly("user:Integer!7", "user:7", "user:8");
        List<Template> patterns = compiler("object", 1).pattern("page:{id}:*");
        assertThat(patterns.get(0).render(new Object[] {7}, null)).containsExactly("page:Integer!7:*", "page:7:*");
    }

    @Test
    void f30_putDeclaredForAGeneralType_evictsTheOtherKeysOfTheValue() throws Throwable {
        TemplateCompiler templates = compiler("object", 1);
        Template key = templates.template("user:{id}", TemplateKind.PUT_KEY);
        Template others = templates.otherForms(key);

        assertThat(key.render(new Object[] {7}, null)).containsExactly("user:Integer!7");
        assertThat(others.render(new Object[] {7}, null)).containsExactly("user:7");
        assertThat(others.render(new Object[] {7L}, null)).isEmpty();
        TemplateCompiler typed = compiler("ofInt", 1);
        assertThat(typed.otherForms(typed.template("user:{id}", TemplateKind.PUT_KEY)))
                .isNull();
    }

    @Test
    void f30_defaultKey_namesTypes() throws Throwable {
        assertThat(cached("", "object", 42L)).isEqualTo("a.B.c():Long!42");
        assertThat(cached("", "object", "jo")).isEqualTo("a.B.c():String!jo");
    }

    @Property(tries = 2_000)
    void f30_anyLongAndAnyText_meet(@ForAll long number, @ForAll String text) throws Throwable {
        assertThat(evicted("user:{id}", "object", number)).contains(cached("user:{id}", "ofLong", number));
        assertThat(evicted("user:{id}", "object", text)).contains(cached("user:{id}", "ofText", text));
        assertThat(cached("user:{id}", "object", number))
                .isNotEqualTo(cached("user:{id}", "object", Long.toString(number)));
    }

    /** Every pair of declared types, with every value that both take: what is not evicted is said, whoever is called first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f30_evictionThatMissesAValue_isSaidWithBothMethods(boolean storesFirst) throws Throwable {
        List<Method> methods = Arrays.stream(Service.class.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 1
                        && !method.isSynthetic()
                        && !method.getName().equals("elements"))
                .toList();
        int said = 0;
        for (Method storing : methods) {
            for (Method evicting : methods) {
                List<String> doubts = doubts(storing.getName(), evicting.getName(), storesFirst);
                for (Object value : valuesOf(storing, evicting)) {
                    boolean meets = evicted("user:{id}", evicting.getName(), value)
                            .contains(cached("user:{id}", storing.getName(), value));
                    assertThat(meets || !doubts.isEmpty())
                            .as(storing + " and " + evicting + " of " + value)
                            .isTrue();
                }
                said += doubts.size();
            }
        }
        assertThat(said).isPositive();
    }

    private static List<Object> valuesOf(Method storing, Method evicting) {
        return pairs().map(pair -> pair.get()[2])
                .filter(value -> takes(storing, value) && takes(evicting, value))
                .toList();
    }

    private static boolean takes(Method method, Object value) {
        Class<?> type =
                MethodType.methodType(method.getParameterTypes()[0]).wrap().returnType();
        return type.isInstance(value) && !isOfOtherElements(method, value);
    }

    /** What a caller that compiles does not pass. */
    private static boolean isOfOtherElements(Method method, Object value) {
        boolean wantsLongs = method.getName().equals("ofLongs");
        boolean wantsIntegers = List.of("ofIntegers", "ofCollection", "ofIterable", "ofSet", "ofLinked")
                .contains(method.getName());
        return value instanceof Collection<?> group
                && group.stream()
                        .anyMatch(item -> (wantsLongs && !(item instanceof Long))
                                || (wantsIntegers && !(item instanceof Integer)));
    }

    @ParameterizedTest
    @CsvSource({"object, ofInt, Integer", "collection, ofIntegers, List", "object, ofText, String", "number, ofInt, int"
    })
    void f30_storedForAGeneralTypeAndEvictedForAnother_isSaid(String storing, String evicting, String type)
            throws Exception {
        assertThat(doubts(storing, evicting, true))
                .singleElement()
                .asString()
                .startsWith("Perhaps a mistake on a.B." + evicting + "()")
                .contains("'user:{id}'", "a.B." + storing + "()", type.equals("int") ? "Integer" : type);
    }

    @ParameterizedTest
    @CsvSource({
        "ofInt, ofInt",
        "ofLong, ofInt",
        "ofInt, object",
        "object, ofLong",
        "object, ofUuid",
        "object, object",
        "ofIterable, ofCollection",
        "ofInt, ofText"
    })
    void f30_keysThatMeet_areNotSaid(String storing, String evicting) throws Exception {
        assertThat(doubts(storing, evicting, true)).isEmpty();
        assertThat(doubts(storing, evicting, false)).isEmpty();
    }

    private static List<String> doubts(String storing, String evicting, boolean storesFirst) throws Exception {
        UnmetTypes types = new UnmetTypes();
        List<String> doubts = new ArrayList<>();
        MethodPlan stores = plan(
                storing,
                new CachePlan("user:{id}", new Lifetime(1, 1, TimeUnit.MILLISECONDS), "", "", List.of()),
                List.of());
        MethodPlan evicts = plan(
                evicting,
                null,
                List.of(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("user:{id}"), List.of(), List.of())));
        for (MethodPlan plan : storesFirst ? List.of(stores, evicts) : List.of(evicts, stores)) {
            TemplateCompiler templates = compiler(plan == stores ? storing : evicting, 1);
            types.compare(plan, templates, Service.class, doubt -> doubts.add(doubt.message()));
            types.compare(plan, templates, Service.class, doubt -> doubts.add("again: " + doubt.message()));
        }
        return doubts;
    }

    private static MethodPlan plan(String name, @Nullable CachePlan cached, List<EvictPlan> evictions) {
        return new MethodPlan("a.B." + name + "()", true, List.of("id"), cached, evictions, List.of());
    }

    private static String cached(String template, String method, Object... arguments) throws Throwable {
        TemplateCompiler compiler = compiler(method, arguments.length);
        MethodHandle key = compiler.cachedKey(compiler.cachedTemplate(template, null), null);
        return (String) key.invokeWithArguments(List.of(arguments));
    }

    private static List<String> evicted(String template, String method, Object... arguments) throws Exception {
        return compiler(method, arguments.length)
                .evicted(template, TemplateKind.EVICT_KEY)
                .render(arguments, null);
    }

    private static TemplateCompiler compiler(String name, int count) {
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
