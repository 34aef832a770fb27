package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.RefreshPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The classes in {@code types} of an annotation, when the method is linked. */
final class NamedTypesTest extends EffectLinkage {

    record Money(int cents) {}

    @Test
    void namesThatCannotWork_areSaidOnceEachAndTheMethodIsCached() throws Throwable {
        link(
                        "find",
                        List.of(),
                        List.of(),
                        naming(
                                Money.class.getName(),
                                "com.acme.Gone",
                                "int",
                                "java.util.Date",
                                "java.lang.Runnable",
                                CachedMethods.class.getName(),
                                Money[].class.getName()))
                .invoke(woven, 5L);

        assertThat(log).containsExactly("body find");
        assertThat(refused).extracting(RefusedMethod::loss).containsOnly(RefusedMethod.Loss.NONE);
        assertThat(refused)
                .extracting(RefusedMethod::reason)
                .containsExactly(
                        "its types name com.acme.Gone, which cannot be loaded",
                        "its types name int, which cannot be loaded",
                        "its types name java.util.Date, which is no class of the application and changes nothing",
                        "its types name java.lang.Runnable, which is no class of the application and changes nothing",
                        "its types name " + CachedMethods.class.getName()
                                + ", which is an interface or abstract, so no object has this class",
                        "its types name " + Money[].class.getName()
                                + ", which is no class of the application and changes nothing");
    }

    private static CachePlan naming(String... types) {
        return new CachePlan(
                "{id}",
                new Lifetime(1_000, 1_000, TimeUnit.MILLISECONDS),
                "",
                "",
                List.of(),
                false,
                List.of(types),
                RefreshPlan.NONE,
                Tier.SHARED);
    }

    @Test
    void namesThatCanBeLoaded_areFoundByTheWovenClass() {
        assertThat(NamedTypes.of(List.of("com.acme.Gone", Money.class.getName()), NamedTypesTest.class))
                .containsExactly(Money.class);
        assertThat(NamedTypes.of(List.of(Money.class.getName()), String.class))
                .as("of the JDK, whose loader does not see the application")
                .isEmpty();
    }
}
