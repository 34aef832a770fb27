package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.result.OneShotResults;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassUnloadingTest {

    private static final Map<String, String> SOURCES = Map.of(
            "App",
                    "public class App { public java.util.List<App> inside; public Object open; public Face face = new Smile(); }",
            "Face", "public interface Face {}",
            "Smile", "public class Smile implements Face {}");

    /** Outlives the application, as in the agent. */
    private final LoadedClasses loaded = new LoadedClasses(
            loader -> {
                try {
                    return new Class<?>[] {loader.loadClass("Smile")};
                } catch (ClassNotFoundException e) {
                    throw new AssertionError(e);
                }
            },
            Ticker.system());

    private final JsonCodecs codecs = new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES);

    @TempDir
    private Path directory;

    @Test
    void codec_discardedWithItsApplication_keepsNoClass() throws Exception {
        ValueCodec open = codecs.codecFor(Object.class, RoundTrip.MAX_VALUE_BYTES);
        WeakReference<ClassLoader> loader = useAndDiscard(open);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(open.fingerprint()).isNotEmpty();
    }

    /** {@code open}, which outlives the application, meets its objects too. */
    private WeakReference<ClassLoader> useAndDiscard(ValueCodec open) throws Exception {
        try (URLClassLoader loader = CompiledApplication.of(directory, SOURCES)) {
            Class<?> type = loader.loadClass("App");
            Constructor<?> constructor = type.getConstructor();
            Object value = constructor.newInstance();
            type.getField("inside").set(value, List.of(constructor.newInstance()));
            ValueCodec codec = codecs.codecFor(type, RoundTrip.MAX_VALUE_BYTES, scopeOf(loader));
            ValueCodec reader = codecs.codecFor(type, RoundTrip.MAX_VALUE_BYTES, scopeOf(loader));
            assertThat(reader.decode(codec.encode(value))).isInstanceOf(type);
            assertThat(codec.copies(value)).matches(copies -> !copies.isShared() && copies.copy() != value);
            assertThat(OneShotResults.isOneShot(value)).isFalse();
            assertThat(open).matches(it -> refuses(it, value));
            return new WeakReference<>(loader);
        }
    }

    private ClassScope scopeOf(ClassLoader loader) {
        return ClassScope.of(loader, List.of(), true, loaded);
    }

    private static boolean refuses(ValueCodec codec, Object value) {
        try {
            codec.encode(value);
            return false;
        } catch (CodecException refused) {
            return true;
        }
    }
}
