package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.graph.ImmutabilityProof;
import dev.larder.agent.core.codec.json.Fixtures.Account;
import dev.larder.agent.core.codec.json.Fixtures.Address;
import dev.larder.agent.core.codec.json.Fixtures.Base;
import dev.larder.agent.core.codec.json.Fixtures.Color;
import dev.larder.agent.core.codec.json.Fixtures.Node;
import dev.larder.agent.core.codec.json.Fixtures.Ok;
import dev.larder.agent.core.codec.json.Fixtures.Page;
import dev.larder.agent.core.codec.json.Fixtures.Square;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ImmutabilityTest {

    private final ValueCodec codec = RoundTrip.codec(Object.class);

    static Stream<Object> isImmutable_provable_isTrue() {
        return Stream.of(
                "text",
                1,
                'c',
                2.0,
                true,
                new BigDecimal("1.0"),
                BigInteger.ONE,
                UUID.randomUUID(),
                URI.create("x:y"),
                Instant.now(),
                ZoneId.of("Europe/Paris"),
                OptionalInt.of(1),
                Color.GREEN,
                List.of(),
                List.of("a", 1),
                List.of(1, 2, 3),
                Stream.of(1, null).toList(),
                Set.of(1),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of(1, List.of(2)),
                Map.of(1, 2, 3, 4),
                Collections.emptyList(),
                Collections.emptyMap(),
                Collections.emptySet(),
                Collections.singletonList("a"),
                Collections.singleton("a"),
                Collections.singletonMap("a", 1),
                Optional.of(List.of(1)),
                Optional.empty(),
                new Address("x", Optional.of("y")),
                new Square(1, new Square(2, null)),
                new Ok<>(List.of(new Ok<>("x"))),
                new FinalInside(3));
    }

    @ParameterizedTest
    @MethodSource
    void isImmutable_provable_isTrue(Object value) {
        assertThat(ImmutabilityProof.holds(value, Scalars::isImmutable)).isTrue();
    }

    static Stream<Object> isImmutable_inDoubt_isFalse() {
        return Stream.of(
                new Object(),
                new int[0],
                new Ok<>(new String[] {"a"}),
                new ArrayList<>(),
                new HashMap<>(),
                Arrays.asList(1, 2),
                Collections.unmodifiableList(new ArrayList<>()),
                Collections.unmodifiableMap(new HashMap<>()),
                List.of(new ArrayList<>()),
                Map.of(1, new int[1]),
                Set.of(new Object()),
                Collections.singletonList(new Date()),
                Optional.of(new ArrayList<>()),
                new Date(),
                new AtomicInteger(),
                new StringBuilder(),
                new Ok<>(new ArrayList<>()),
                new Page<>(List.of(), 1),
                new Base(),
                new Account("a", List.of()),
                new MutableParent("a"),
                (Supplier<String>) () -> "x",
                new IllegalStateException("x"),
                new BigDecimal("1") {
                    private static final long serialVersionUID = 1L;
                },
                Thread.currentThread(),
                Object.class);
    }

    @ParameterizedTest
    @MethodSource
    void isImmutable_inDoubt_isFalse(Object value) {
        assertThat(ImmutabilityProof.holds(value, Scalars::isImmutable)).isFalse();
    }

    static class OnlyFinal {
        private final String name = "n";

        String name() {
            return name;
        }
    }

    static final class FinalInside extends OnlyFinal {
        private final int value;

        FinalInside(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }
    }

    static final class MutableParent extends Base {
        private final String name;

        MutableParent(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    record Link(Object next) {}

    @Test
    void isImmutable_tooDeepOrTooLarge_isFalse() {
        Object chain = "end";
        for (int i = 0; i < 100_000; i++) {
            chain = new Link(chain);
        }
        assertThat(ImmutabilityProof.holds(chain, Scalars::isImmutable)).isFalse();
        List<Link> wide = Stream.generate(() -> new Link(1)).limit(20_000).toList();
        assertThat(ImmutabilityProof.holds(wide, Scalars::isImmutable)).isFalse();
        assertThat(ImmutabilityProof.holds(wide.subList(0, 10).stream().toList(), Scalars::isImmutable))
                .isTrue();
    }

    @Test
    void isImmutable_cycle_isFalse() {
        Node node = new Node();
        node.next = node;
        assertThat(ImmutabilityProof.holds(node, Scalars::isImmutable)).isFalse();
        assertThat(ImmutabilityProof.holds(null, Scalars::isImmutable)).isTrue();
    }
}
