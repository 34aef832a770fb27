package dev.larder.agent.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class OneShotResultsTest {

    static Stream<Object> h101_oneShots() {
        return Stream.of(
                IntStream.range(0, 3),
                Stream.of(1),
                List.of(1).iterator(),
                List.of(1).spliterator(),
                Collections.enumeration(List.of(1)),
                new ByteArrayInputStream(new byte[1]),
                new StringReader("x"),
                new CompletableFuture<String>(),
                new SubmissionPublisher<String>(Runnable::run, 1),
                (Flow.Publisher<String>) subscriber -> {},
                proxy(ResultSet.class),
                proxy(AutoCloseable.class));
    }

    @ParameterizedTest
    @MethodSource
    void h101_oneShots(Object value) {
        assertThat(OneShotResults.isOneShot(value)).isTrue();
    }

    private static Object proxy(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            if (method.getName().equals("close")) { // JUnit closes what it handed to a test
                return null;
            }
            throw new AssertionError("touched: " + method.getName());
        });
    }

    @Test
    void h101_lookingAtIt_consumesNothing() {
        Iterator<Integer> iterator = new ArrayList<>(List.of(1, 2)).iterator();
        Stream<Integer> stream = Stream.of(1);
        InputStream input = new ByteArrayInputStream(new byte[] {5});

        assertThat(OneShotResults.isOneShot(iterator)).isTrue();
        assertThat(OneShotResults.isOneShot(stream)).isTrue();
        assertThat(OneShotResults.isOneShot(input)).isTrue();

        assertThat(iterator.next()).isEqualTo(1);
        assertThat(stream.count()).isEqualTo(1);
        assertThat(input).hasBinaryContent(new byte[] {5});
    }

    /** What a method that declares them is refused for, a method that declares {@code Object} may return as well. */
    @Test
    void f10_librariesPublishers_areDeferredHoweverDeclared() {
        assertThat(List.of(Mono.just(1), Flux.just(1), Mono.never(), (Publisher<Integer>) subscriber -> {}))
                .allMatch(OneShotResults::isDeferred)
                .allMatch(OneShotResults::isOneShot);
        assertThat(List.of(new FutureTask<>(() -> 1), new CompletableFuture<String>()))
                .allMatch(OneShotResults::isDeferred);
        assertThat(List.of("x", List.of(1).iterator(), new ByteArrayInputStream(new byte[1])))
                .noneMatch(OneShotResults::isDeferred);
    }

    @Test
    void isOneShot_ordinaryValues_isFalse() {
        assertThat(List.of("x", 1, List.of(), Map.of(), Optional.empty(), new Object[0], new int[0]))
                .noneMatch(OneShotResults::isOneShot);
        assertThat(OneShotResults.isOneShot(Iterable.class)).isFalse();
        assertThat(OneShotResults.isOneShot(int.class)).isFalse();
    }
}
