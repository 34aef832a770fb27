package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Results that can be used once only are refused once each. */
@Expects(Message.NOT_CACHED)
final class RefusedResultsTest {

    private final WeavingLoader loader = new WeavingLoader(getClass());

    @SuppressWarnings("unused")
    static final class OneShots {
        @Cached(ttl = 1)
        Stream<String> stream() {
            return Stream.of();
        }

        @Cached(ttl = 1)
        IntStream intStream() {
            return IntStream.of();
        }

        @Cached(ttl = 1)
        Iterator<String> iterator() {
            return Collections.emptyIterator();
        }

        @Cached(ttl = 1)
        ListIterator<String> listIterator() {
            return Collections.emptyListIterator();
        }

        @Cached(ttl = 1)
        Enumeration<String> enumeration() {
            return Collections.emptyEnumeration();
        }

        @Cached(ttl = 1)
        InputStream in() {
            return InputStream.nullInputStream();
        }

        @Cached(ttl = 1)
        ByteArrayInputStream bytes() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Cached(ttl = 1)
        Reader reader() {
            return new StringReader("");
        }

        @Cached(ttl = 1)
        ResultSet rows() {
            throw new UnsupportedOperationException();
        }

        @Cached(ttl = 1)
        Future<String> future() {
            return new CompletableFuture<>();
        }

        @Cached(ttl = 1)
        OwnFuture completable() {
            return new OwnFuture();
        }

        @Cached(ttl = 1)
        CompletableFuture<?>[] completables() {
            return new CompletableFuture<?>[0];
        }

        @Cached(ttl = 1)
        Flow.Publisher<String> publisher() {
            return subscriber -> {};
        }

        @Cached(ttl = 1)
        Callable<String> callable() {
            return () -> "";
        }

        @Cached(ttl = 1)
        org.reactivestreams.Publisher<String> publisherOfReactor() {
            return reactor.core.publisher.Mono.empty();
        }

        @Cached(ttl = 1)
        Cursor cursor() {
            return new Cursor();
        }

        @Cached(ttl = 1)
        Cursor[] cursors() {
            return new Cursor[0];
        }
    }

    static class OwnFuture extends CompletableFuture<String> {}

    static class Cursor extends Closing implements Comparable<Cursor> {
        @Override
        public int compareTo(Cursor other) {
            return 0;
        }
    }

    static class Closing implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Test
    void h101_oneShotResults_areRefusedOnceEach() {
        Class<?> type = loader.weave(OneShots.class);

        assertThat(loader.listener.woven).isEmpty();
        assertThat(loader.listener.refused).hasSize(type.getDeclaredMethods().length - lambdas(type));
        assertThat(loader.listener.refused)
                .allSatisfy(refused -> assertThat(refused.reason()).contains("is not there yet"));
    }

    @Test
    void resultsThatComeLater_areToldWhichOfThemCanBeCached() {
        loader.weave(OneShots.class);

        assertThat(loader.listener.refused)
                .filteredOn(refused -> refused.signature().contains("completable()"))
                .singleElement()
                .satisfies(refused -> assertThat(refused.message())
                        .contains(
                                "OwnFuture, is not there yet, and of such results only " + WorkEnd.KNOWN
                                        + " can be cached",
                                "Declare one of these"));
    }

    private static int lambdas(Class<?> type) {
        return (int) Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("lambda$"))
                .count();
    }

    @SuppressWarnings("unused")
    static final class Values {
        @Cached(ttl = 1)
        List<String> list() {
            return List.of();
        }

        @Cached(ttl = 1)
        CompletableFuture<String> future() {
            return new CompletableFuture<>();
        }

        @Cached(ttl = 1)
        CompletionStage<String> stage() {
            return new CompletableFuture<>();
        }

        @Cached(ttl = 1)
        reactor.core.publisher.Mono<String> mono() {
            return reactor.core.publisher.Mono.empty();
        }

        @Cached(ttl = 1)
        Object any() {
            return "";
        }

        @Cached(ttl = 1)
        Iterable<String> iterable() {
            return List.of();
        }
    }

    @Test
    void plainResults_areWoven() {
        loader.weave(Values.class);

        assertThat(loader.listener.refused).isEmpty();
        assertThat(loader.listener.woven).hasSize(6);
    }
}
