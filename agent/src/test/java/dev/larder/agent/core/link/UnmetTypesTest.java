package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefreshPlan;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Templates count as long as their classes are loaded, in a process that loads and unloads them for weeks. */
final class UnmetTypesTest {

    /** One of each application that comes and goes. */
    private static final class Service {}

    private final UnmetTypes types = new UnmetTypes();
    private final List<String> doubts = new ArrayList<>();
    private int methods;

    @Test
    void uses_ofUnloadedClasses_areForgotten() throws Exception {
        for (int application = 0; application < 3; application++) {
            evict(unloadable(), 0, 500);
        }
        assertThat(types.size())
                .as("as long as the classes are loaded, if they are")
                .isLessThanOrEqualTo(1_500);
        awaitSize(1);
    }

    @Test
    void uses_asManyAsAreCompared_makeRoomWhenTheirClassesAreUnloaded() throws Exception {
        evict(unloadable(), 0, UnmetTypes.MAX_USES);
        awaitSize(1);

        store(Service.class, "another:{id}");
        compare(
                Service.class,
                long.class,
                new MethodPlan("a.B.c(long)", true, List.of("id"), null, List.of(), List.of()));
        evict(Service.class, int.class, "another:{id}");
        assertThat(doubts).singleElement().asString().contains("'another:{id}'");
    }

    @Test
    void uses_moreThanAreCompared_areLeftOut() throws Exception {
        evict(Service.class, 0, UnmetTypes.MAX_USES + 7);
        assertThat(types.size()).isEqualTo(UnmetTypes.MAX_USES);
    }

    @Test
    void keyThatIsSecretForOneMethodAlone_isSaid() {
        use(List.of(cached("a:{id}", "t", true)), List.of());
        use(List.of(), List.of(evicting("a:{id}", "t", false)));
        use(List.of(cached("b:{id}", "t", false)), List.of());
        assertThat(doubts).as("evicts both forms, and a tag may be of both").isEmpty();

        use(List.of(cached("a:{id}", "u", false)), List.of());
        assertThat(doubts).singleElement().asString().contains("'a:{id}'", "only one of them is sensitive");
        use(List.of(), List.of(evicting("b:{id}", "none", true)));
        assertThat(doubts).hasSize(2).last().asString().contains("'b:{id}'", "may stay in the other");
    }

    private static CachePlan cached(String key, String tag, boolean sensitive) {
        return new CachePlan(
                key,
                new Lifetime(1, 1, TimeUnit.MILLISECONDS),
                "",
                "",
                List.of(tag),
                sensitive,
                List.of(),
                RefreshPlan.NONE,
                Tier.SHARED);
    }

    private static EvictPlan evicting(String key, String tag, boolean sensitive) {
        return new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(tag), List.of(), sensitive);
    }

    private void use(List<CachePlan> cached, List<EvictPlan> evictions) {
        CachePlan first = cached.isEmpty() ? null : cached.get(0);
        String signature = "a.B.use" + ++methods + "(long)";
        compare(Service.class, long.class, new MethodPlan(signature, true, List.of("id"), first, evictions, List.of()));
    }

    /** The next use that is compared finds the others gone. */
    private void awaitSize(int size) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            evict(Service.class, int.class, "last:{id}");
            return types.size() == size;
        });
    }

    private void evict(Class<?> receiver, int from, int to) throws Exception {
        for (int i : IntStream.range(from, to).toArray()) {
            evict(receiver, int.class, "user" + i + ":{id}");
        }
    }

    private void evict(Class<?> receiver, Class<?> id, String key) throws Exception {
        EvictPlan eviction = new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(key), List.of(), List.of());
        compare(
                receiver,
                id,
                new MethodPlan("a.B.evict(" + id + ")", true, List.of("id"), null, List.of(eviction), List.of()));
    }

    private void store(Class<?> receiver, String key) throws Exception {
        CachePlan cached = new CachePlan(key, new Lifetime(1, 1, TimeUnit.MILLISECONDS), "", "", List.of());
        compare(
                receiver,
                Object.class,
                new MethodPlan("a.B.find(Object)", true, List.of("id"), cached, List.of(), List.of()));
    }

    private void compare(Class<?> receiver, Class<?> id, MethodPlan plan) {
        MethodType erased = MethodType.methodType(void.class, id);
        WovenMethod woven = new WovenMethod(
                MethodHandles.empty(erased), BodyMonitor.NONE, Service.class, erased, void.class, List.of(id));
        TemplateCompiler templates = TemplateCompiler.of(MethodHandles.lookup(), erased, plan, woven);
        types.compare(plan, templates, receiver, doubt -> doubts.add(doubt.message()));
    }

    /** A class that ends with the last reference to it. */
    private static Class<?> unloadable() throws Exception {
        String file =
                Service.class.getName().substring(Service.class.getPackageName().length() + 1) + ".class";
        try (InputStream in = Service.class.getResourceAsStream(file)) {
            assertThat(in).isNotNull();
            return MethodHandles.lookup()
                    .defineHiddenClass(in.readAllBytes(), false)
                    .lookupClass();
        }
    }
}
