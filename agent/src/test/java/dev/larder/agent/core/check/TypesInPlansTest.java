package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.fixtures.WeavingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code types} as the class file has it. */
final class TypesInPlansTest {

    record Money(int cents) {}

    static final class Shop {
        @CachePut(
                key = "b:{id}",
                ttl = 1,
                types = {Money.class, Map.Entry.class})
        @CachePut(
                key = "c:{id}",
                ttl = 1,
                types = {})
        @Cached(key = "a:{id}", ttl = 1, types = TypesInPlansTest[].class)
        Map<String, Object> find(long id) {
            return Map.of();
        }
    }

    @Test
    void types_areReadWithTheirBinaryNamesAndSurviveInConstants() {
        WeavingLoader loader = new WeavingLoader(TypesInPlansTest.class);
        loader.weave(Shop.class);

        assertThat(loader.listener.refused).isEmpty();
        MethodPlan plan = loader.listener.woven.get(0);
        assertThat(plan.caching().types()).containsExactly(TypesInPlansTest.class.getName() + "[]");
        assertThat(plan.puts().get(0).types()).containsExactly(Money.class.getName(), "java.util.Map$Entry");
        assertThat(plan.puts().get(1).types()).isEmpty();
        assertThat(plan.types()).hasSize(3);
        assertThat(MethodPlan.fromConstants(plan.toConstants())).isEqualTo(plan);
    }
}
