package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Timestamp;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has no stable text is refused, by its class and its place, and with what to write instead. */
final class RefusedValuesTest {

    static final class FancyNumber extends BigDecimal {
        private static final long serialVersionUID = 1L;

        FancyNumber() {
            super("1");
        }
    }

    static Stream<Object> unsupported() {
        return Stream.of(
                new Object(),
                new Date(0),
                new AtomicLong(1),
                new FancyNumber(),
                new StringBuilder("a"),
                Optional.of("a"),
                (Runnable) () -> {},
                List.of("a").iterator(),
                Stream.of("a"),
                Map.entry("a", "b"),
                Object.class,
                Thread.currentThread(),
                Proxy.newProxyInstance(
                        KeyEncoderTest.class.getClassLoader(), new Class<?>[] {List.class}, (p, m, a) -> null));
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void h107_classWithoutStableText_isRefusedByClassAndPlaceWithoutStack(Object value) {
        UnsupportedKeyException refusal = refusal(Map.of("secret", List.of(value)));

        assertThat(refusal)
                .hasMessage("a value of " + value.getClass().getName() + " in {order} cannot be part of a key");
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void text_collectionThatThrows_isRefused() {
        List<String> broken = new AbstractList<>() {
            @Override
            public String get(int index) {
                throw new UnsupportedOperationException("secret");
            }

            @Override
            public int size() {
                return 1;
            }
        };

        assertThat(refusal(broken))
                .hasMessage("reading {order} for the key threw java.lang.UnsupportedOperationException");
    }

    @Test
    void text_listThatContainsItself_isRefused() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        Set<Object> set = new CopyOnWriteArraySet<>();
        set.add(set);

        assertThat(refusal(self)).hasMessageContaining("nested more than 64 deep");
        assertThat(refusal(set)).hasMessageContaining("nested more than 64 deep");
    }

    @Test
    void text_nestOf100kLists_isRefused() {
        List<Object> nest = List.of();
        for (int i = 0; i < 100_000; i++) {
            nest = List.of(nest);
        }

        assertThat(refusal(nest)).hasMessageContaining("nested more than 64 deep");
    }

    @Test
    void text_graphThatUnfoldsWithoutEnd_isRefused() {
        List<Object> doubling = List.of("a");
        for (int i = 0; i < 60; i++) {
            doubling = Arrays.asList(doubling, doubling);
        }

        assertThat(refusal(doubling)).hasMessageContaining("holds more than 1048576 values");
        assertThat(refusal(endless())).hasMessageContaining("holds more than 1048576 values");
        assertThat(refusal(Collections.nCopies(100, "x".repeat(1 << 20))))
                .hasMessageContaining("takes more than 16777216 characters");
    }

    private static Collection<Object> endless() {
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return 1;
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };
    }

    private static UnsupportedKeyException refusal(Object value) {
        KeyEncoder encoder = KeyEncoder.of(Object.class, "{order}", TypeNames.ALWAYS);
        return catchThrowableOfType(UnsupportedKeyException.class, () -> encoder.text(value));
    }

    record Pair(Object left, Object right) {}

    static final class Customer {
        public String getName() {
            return "name";
        }
    }

    /** The remedy names a placeholder that this very value has, or says what to pass instead. */
    @Test
    void f45_valueThatHasNoText_isToldWhatToWriteInstead() {
        assertThat(remedyFor(new AtomicLong(1))).isEqualTo("Write {order.get} instead of {order}.");
        assertThat(remedyFor(new AtomicBoolean(true))).isEqualTo("Write {order.get} instead of {order}.");
        assertThat(remedyFor(new Object())).startsWith("Write a template without {order}, and pass what counts");
        assertThat(remedyFor(new Pair(1, new Customer()))).startsWith("Write a template without {order}, and pass");
    }

    /** Who follows the line must not be given the value of another date. */
    @Test
    void f45_valueOfTheJdk_isReplacedByAllThatItHas() {
        assertThat(remedyFor(new Date(1))).isEqualTo("Write {order.time} instead of {order}.");
        assertThat(remedyFor(new Timestamp(1))).isEqualTo("Write {order.toInstant} instead of {order}.");
        assertThat(remedyFor(Locale.US)).isEqualTo("Write {order.toLanguageTag} instead of {order}.");
        assertThat(remedyFor(new GregorianCalendar()))
                .isEqualTo("Write {order.timeInMillis} and {order.timeZone.ID} instead of {order}.");
        assertThat(remedyFor(TimeZone.getDefault())).isEqualTo("Write {order.ID} instead of {order}.");
    }

    /** One of its properties may be all that counts, which only the developer knows. */
    @Test
    void f45_propertyOfAnotherClass_isNotSaidToBeEnough() {
        assertThat(remedyFor(new Customer()))
                .isEqualTo("Write a template that names everything in it that counts; {order.name} is enough only if"
                        + " nothing else does.");
        assertThat(remedyFor(URI.create("http://host/path"))).startsWith("Write a template without {order}");
    }

    /** Its property throws for another value of the class. */
    @Test
    void f45_valueThatMayBeEmpty_isNotToldToNameWhatItHolds() {
        for (Object value :
                new Object[] {Optional.of(1), OptionalInt.of(1), OptionalLong.of(1), OptionalDouble.of(1)}) {
            assertThat(remedyFor(value)).startsWith("Write a template without {order}, and pass what counts");
        }
    }

    private static String remedyFor(Object value) {
        try {
            KeyEncoder.of(Object.class, "{order}", TypeNames.ALWAYS).text(value);
        } catch (UnsupportedKeyException e) {
            return e.remedy();
        }
        throw new AssertionError("has a text");
    }
}
