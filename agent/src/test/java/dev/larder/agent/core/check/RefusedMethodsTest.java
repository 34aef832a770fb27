package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.weave.ClassWeaver;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.WeavingLoader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal is said once, with the reason and what to do, and the method runs as before. */
@Expects({Message.NOT_CACHED, Message.NOT_WOVEN})
final class RefusedMethodsTest {

    private final WeavingLoader loader = new WeavingLoader(RefusedMethodsTest.class);

    static final class Nothing {
        @Cached(ttl = 1)
        void update(int id) {}
    }

    @Test
    void h42_void_isRefusedOnce() {
        loader.weave(Nothing.class);

        assertThat(loader.listener.refusal())
                .isEqualTo("Cannot cache " + Nothing.class.getName() + ".update(int): it returns nothing."
                        + " The method runs uncached. Take @Cached off.");
        assertThat(loader.listener.woven).isEmpty();
    }

    static final class Native {
        @Cached(ttl = 1)
        native int read(int id);
    }

    @Test
    void h42_native_isRefusedOnce() {
        loader.weave(Native.class);

        assertThat(loader.listener.refusal()).contains(".read(int): it is native.");
    }

    abstract static class Abstract {
        @Cached(ttl = 1)
        abstract int read(int id);
    }

    @Test
    void h42_abstract_isLeftToItsImplementations() {
        loader.weave(Abstract.class);

        assertThat(loader.listener.events).isEmpty();
    }

    @Test
    void h42_constructor_isRefusedOnce() throws Exception {
        String name = Nothing.class.getName();
        loader.define(name, AnnotatedConstructor.of(loader.bytes(name)));

        assertThat(loader.listener.refused).hasSize(2);
        assertThat(loader.listener.refused.get(0).message())
                .contains("Nothing.<init>(): it is a constructor. The method runs uncached. Annotate the method");
    }

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
        CompletableFuture<String> completable() {
            return new CompletableFuture<>();
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
        reactor.core.publisher.Mono<String> mono() {
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
                .allSatisfy(refused -> assertThat(refused.reason()).contains("can be used once only"));
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
        assertThat(loader.listener.woven).hasSize(3);
    }

    static final class ZeroTtl {
        @Cached(ttl = 0)
        int read() {
            return 1;
        }
    }

    static final class NegativeTtl {
        @Cached(ttl = -5)
        int read() {
            return 1;
        }
    }

    static final class TinyTtl {
        @Cached(ttl = 999, unit = TimeUnit.MICROSECONDS)
        int read() {
            return 1;
        }
    }

    static final class BadKey {
        @Cached(ttl = 1, key = "q:{skq}")
        int read(int sku) {
            return sku;
        }
    }

    static final class BadWhen {
        @Cached(ttl = 1, when = "isOpen")
        int read(int sku) {
            return sku;
        }

        boolean isOpen(long sku) {
            return sku > 0;
        }
    }

    static final class BadUnless {
        @Cached(ttl = 1, unless = "isOdd")
        static int read(int sku) {
            return sku;
        }

        boolean isOdd(int result) {
            return result % 2 == 1;
        }
    }

    static final class InTheWay {
        @Cached(ttl = 1)
        int read(int sku) {
            return sku;
        }

        int read$uncached(int sku) {
            return -sku;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ZeroTtl.class,
                NegativeTtl.class,
                TinyTtl.class,
                BadKey.class,
                BadWhen.class,
                BadUnless.class,
                InTheWay.class
            })
    void unusableAnnotations_areRefusedOnceWithARemedy(Class<?> type) {
        loader.weave(type);

        assertThat(loader.listener.woven).isEmpty();
        assertThat(loader.listener.refusal()).matches("Cannot cache .*: .*[^.]\\. The method runs uncached\\. .*\\.");
    }

    @Test
    void missingGuard_namesTheDeclarationLookedFor() {
        loader.weave(BadWhen.class);
        loader.weave(BadUnless.class);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::reason)
                .containsExactly(
                        "when names 'isOpen', but there is no method boolean isOpen(int)",
                        "unless names 'isOdd', but there is no method static boolean isOdd(int)");
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 49, 50})
    void h42_classFileOlderThanJava7_isRefused(int version) throws Exception {
        String name = Values.class.getName();
        byte[] old = versioned(loader.bytes(name), version);

        assertThat(loader.transformed(name, old)).isNull();
        assertThat(loader.listener.refused).hasSize(3).allSatisfy(refused -> assertThat(refused.reason())
                .contains("version " + version + ", older than Java 7"));
    }

    @Test
    void h14_classFileNewerThanKnown_isLeftAloneWithOneWarning() throws Exception {
        String name = Values.class.getName();
        byte[] tooNew = versioned(loader.bytes(name), ClassWeaver.NEWEST_CLASS_FILE + 1);

        assertThat(loader.transformed(name, tooNew)).isNull();
        assertThat(loader.listener.refusal())
                .contains("version " + (ClassWeaver.NEWEST_CLASS_FILE + 1) + ", newer than")
                .startsWith("Cannot weave the methods of ")
                .contains("It runs as it is, uncached; the entries it should evict or replace stay until their ttl."
                        + " Use a newer agent");
    }

    @Test
    void h14_newestKnownClassFile_isRead() throws Exception {
        String name = Values.class.getName();

        assertThat(loader.transformed(name, versioned(loader.bytes(name), ClassWeaver.NEWEST_CLASS_FILE)))
                .isNotNull();
    }

    @Test
    void h48_suspendFunction_isRefusedOnce(@TempDir Path directory) throws Exception {
        define(directory, "Suspends", """
                public class Suspends {
                    @dev.larder.Cached(ttl = 1)
                    Object read(int id, kotlin.coroutines.Continuation<String> next) { return null; }
                }
                """);

        assertThat(loader.listener.refusal()).contains("it is a Kotlin suspend function");
    }

    @Test
    void h34_moreArgumentsThanACallSiteTakes_isRefusedOnce(@TempDir Path directory) throws Exception {
        define(
                directory,
                "Wide",
                "public class Wide { @dev.larder.Cached(ttl = 1) static long most("
                        + longs(119) + ") { return a0; } @dev.larder.Cached(ttl = 1) long tooMany(" + longs(120)
                        + ") { return a0; } }");

        assertThat(loader.listener.refusal())
                .startsWith("Cannot cache Wide.tooMany(long,")
                .contains("more than 240 words of arguments");
        assertThat(loader.listener.woven).hasSize(1);
    }

    private static String longs(int count) {
        return IntStream.range(0, count).mapToObj(i -> "long a" + i).collect(Collectors.joining(", "));
    }

    private void define(Path directory, String name, String source) throws Exception {
        Map<String, String> sources = Map.of(
                name,
                source,
                "kotlin.coroutines.Continuation",
                "package kotlin.coroutines; public interface Continuation<T> {}");
        Path classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), sources);
        loader.define(name, Files.readAllBytes(classes.resolve(name + ".class")));
    }

    private static byte[] versioned(byte[] classFile, int major) {
        byte[] copy = classFile.clone();
        copy[7] = (byte) major;
        return copy;
    }
}
