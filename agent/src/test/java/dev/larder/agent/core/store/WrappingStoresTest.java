package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.behind.LoadsAfterWrites;
import dev.larder.agent.core.failover.FailoverStore;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does for many entries in one round trip, a store in front of it must not do one by one. */
final class WrappingStoresTest {

    @ParameterizedTest
    @ValueSource(classes = {LoadsAfterWrites.class, FailoverStore.class})
    void storeInFrontOfOthers_overridesAllThatHasADefault(Class<?> type) {
        assertThat(Arrays.stream(CacheStore.class.getMethods()).filter(Method::isDefault))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(type.getMethod(method.getName(), method.getParameterTypes())
                                .isDefault())
                        .as(method.getName())
                        .isFalse());
    }
}
