package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.copy.Prototype;
import dev.larder.agent.core.result.OneShotResults;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an object-relational mapper returns, played by objects that fail when they are touched. */
final class LazyValuesTest {

    record Entity(Object inside, Collection<String> children, Map<String, String> byName) {}

    static class Customer {
        String name = "n";

        String name() {
            return name;
        }
    }

    /** As Hibernate generates and names it at run time: a subclass that loads when a method is called. */
    static final class Customer$HibernateProxy$kV3x extends Customer {
        @Override
        String name() {
            throw new AssertionError("loaded");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {List.class, Set.class, SortedSet.class, Collection.class})
    void h100_lazyCollection_isRefusedUntouched(Class<?> type) {
        Object lazy = untouchable(type);

        assertUntouched(RoundTrip.codec(Object.class), lazy);
        assertUntouched(RoundTrip.codec(Entity.class), new Entity(null, cast(lazy), null));
        assertUntouched(RoundTrip.codec(type), lazy);
    }

    @ParameterizedTest
    @ValueSource(classes = {Map.class, SortedMap.class})
    void h100_lazyMap_isRefusedUntouched(Class<?> type) {
        Object lazy = untouchable(type);

        assertUntouched(RoundTrip.codec(Object.class), lazy);
        assertUntouched(RoundTrip.codec(Entity.class), new Entity(null, null, cast(lazy)));
        assertUntouched(RoundTrip.codec(type), lazy);
    }

    @Test
    void h100_entityProxy_isRefusedUntouched() {
        assertUntouched(RoundTrip.codec(Customer.class), new Customer$HibernateProxy$kV3x());
        assertUntouched(RoundTrip.codec(new TypeRef<List<Customer>>() {}), List.of(new Customer$HibernateProxy$kV3x()));
    }

    private static void assertUntouched(ValueCodec codec, Object value) {
        assertThatThrownBy(() -> codec.encode(value))
                .isInstanceOf(CodecException.class)
                .hasMessageNotContaining("AssertionError")
                .hasMessageContaining("found ");
        assertThatCode(() -> Prototype.of(value, Integer.MAX_VALUE))
                .satisfiesAnyOf(nothing -> assertThat(nothing).isNull(), refused -> assertThat(refused)
                        .isInstanceOf(CodecException.class)
                        .hasMessageNotContaining("AssertionError"));
        assertThat(OneShotResults.isOneShot(value)).isFalse();
    }

    private static Object untouchable(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            throw new AssertionError("touched: " + method.getName());
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object value) {
        return (T) value;
    }
}
