package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the writer accepts, the reader can make: otherwise each call would load and store it again. */
@Timeout(60)
final class WrittenIsReadTest {

    static final class Step {
        final List<Step> before = new ArrayList<>();
    }

    /** As JPA entities often have it. */
    static final class Entity {
        @Override
        public int hashCode() {
            return Entity.class.hashCode();
        }
    }

    static final class Order {
        final Set<Line> lines = new HashSet<>();
        String number = "A1";
    }

    /** Its hash code needs what is read after it. */
    record Line(Order order, int place) {

        @Override
        public int hashCode() {
            return Objects.hash(order.number, place);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line line && line.place == place && line.order.number.equals(order.number);
        }
    }

    static final class Labelled {
        final Map<Labelled, String> labels = Collections.singletonMap(this, "label");
        String name = "name";

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @Test
    void mapWhoseValuesCanBeReachedInManyWays_isRead() {
        Map<String, Step> steps = new LinkedHashMap<>();
        steps(60, 2).forEach(step -> steps.put("step " + steps.size(), step));
        assertThat(RoundTrip.of(new TypeRef<Map<String, Step>>() {}, steps)).hasSameSizeAs(steps);
    }

    @Test
    void objectsThatReferToAllBefore_areRead() {
        assertThat(RoundTrip.of(new TypeRef<List<Step>>() {}, steps(90, 90))).hasSize(90);
    }

    private static List<Step> steps(int count, int mostBefore) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Step step = new Step();
            step.before.addAll(steps.subList(Math.max(0, i - mostBefore), i));
            steps.add(step);
        }
        return steps;
    }

    @Test
    void keysThatLookIntoAnObjectAroundThem_areFoundInTheCopy() {
        Order order = new Order();
        order.lines.add(new Line(order, 1));
        order.lines.add(new Line(order, 2));
        Order copy = RoundTrip.of(new TypeRef<Order>() {}, order);
        assertThat(copy.lines).hasSize(2).allSatisfy(line -> assertThat(copy.lines.contains(line))
                .isTrue());
    }

    @Test
    void mapOfOneKeyThatHoldsIt_isRead() {
        Labelled copy = RoundTrip.of(new TypeRef<Labelled>() {}, new Labelled());
        assertThat(copy.labels.keySet()).containsExactly(copy);
    }

    static Stream<Arguments> tooMany() {
        return Stream.of(
                Arguments.of(
                        new TypeRef<Set<Entity>>() {}.type(),
                        (Supplier<Object>) () -> filled(new HashSet<>(), 2_000, Entity::new),
                        "one hash code"),
                Arguments.of(
                        new TypeRef<Set<String>>() {}.type(),
                        (Supplier<Object>) () -> {
                            List<String> texts = new ArrayList<>();
                            filled(texts, 5_000, () -> "text " + texts.size());
                            return new CopyOnWriteArraySet<>(texts);
                        },
                        "more elements"));
    }

    private static <T> Collection<T> filled(Collection<T> collection, int size, Supplier<T> element) {
        for (int i = 0; i < size; i++) {
            collection.add(element.get());
        }
        return collection;
    }

    /** Also after others of the type have been trusted. */
    @ParameterizedTest
    @MethodSource
    void tooMany(Type type, Supplier<Object> value, String reason) throws Exception {
        ValueCodec codec = RoundTrip.codec(type);
        for (int i = 0; i < 5; i++) {
            codec.encode(new HashSet<>());
        }
        assertThatThrownBy(() -> codec.encode(value.get()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }
}
