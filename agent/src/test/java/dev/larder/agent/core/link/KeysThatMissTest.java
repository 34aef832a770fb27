package dev.larder.agent.core.link;

import static dev.larder.agent.core.link.MeetingKeys.cached;
import static dev.larder.agent.core.link.MeetingKeys.compiler;
import static dev.larder.agent.core.link.MeetingKeys.evicted;
import static dev.larder.agent.core.link.MeetingKeys.pairs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An eviction that misses what is cached for the same value says so, with both methods. */
final class KeysThatMissTest {

    /** Every pair of declared types, with every value that both take: what is not evicted is said, whoever is called first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f30_evictionThatMissesAValue_isSaidWithBothMethods(boolean storesFirst) throws Throwable {
        List<Method> methods = Arrays.stream(MeetingKeys.Service.class.getDeclaredMethods())
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
            types.compare(plan, templates, MeetingKeys.Service.class, doubt -> doubts.add(doubt.message()));
            types.compare(plan, templates, MeetingKeys.Service.class, doubt -> doubts.add("again: " + doubt.message()));
        }
        return doubts;
    }

    private static MethodPlan plan(String name, @Nullable CachePlan cached, List<EvictPlan> evictions) {
        return new MethodPlan("a.B." + name + "()", true, List.of("id"), cached, evictions, List.of());
    }
}
