package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.WeavingLoader;
import java.util.List;

/** Weaves classes and looks up what was refused of them. */
abstract class RefusedEffects {

    static final String UNTIL_TTL =
            "The method runs without this eviction; the entries it should evict stay until their ttl. ";

    final WeavingLoader loader = new WeavingLoader(getClass());

    RefusedMethod refused(String method) {
        List<RefusedMethod> found = loader.listener.refused.stream()
                .filter(refused -> refused.signature().contains("." + method + "("))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    MethodPlan plan(String method) {
        return loader.listener.woven.stream()
                .filter(plan -> plan.signature().contains("." + method + "("))
                .findFirst()
                .orElseThrow();
    }
}
