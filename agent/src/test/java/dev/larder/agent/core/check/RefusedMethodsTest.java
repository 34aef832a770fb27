package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.WeavingLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods that cannot be cached are refused once each, with the reason and what to do, and run as before. */
@Expects(Message.NOT_CACHED)
final class RefusedMethodsTest {

    private final WeavingLoader loader = new WeavingLoader(getClass());

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

    /** The continuation is none of the arguments that its source has. */
    @Test
    void h48_continuationInAKey_isRefusedOnce(@TempDir Path directory) throws Exception {
        define(directory, "Suspends", """
                public class Suspends {
                    @dev.larder.Cached(key = "{0}", ttl = 1)
                    Object fine(int id, kotlin.coroutines.Continuation<String> next) { return null; }
                    @dev.larder.Cached(key = "{1}", ttl = 1)
                    Object read(int id, kotlin.coroutines.Continuation<String> next) { return null; }
                }
                """);

        assertThat(loader.listener.refusal()).contains("Suspends.read(int,").contains("{1}");
        assertThat(loader.listener.woven).hasSize(1);
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
}
